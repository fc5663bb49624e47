-- Reviews, who wrote them, and what came with them.

CREATE TYPE review_status AS ENUM (
  'pending',
  'published',
  'rejected'
);

-- From worst to best: PostgreSQL sorts an enum in the order of its declaration.
CREATE TYPE sentiment AS ENUM (
  'negative',
  'mixed',
  'neutral',
  'positive'
);

CREATE TABLE reviewers (
  id           TEXT           NOT NULL,
  source_id    INTEGER        NOT NULL,
  external_id  VARCHAR(200)   NOT NULL,
  display_name VARCHAR(200)   NOT NULL,
  profile_url  TEXT,
  is_verified  BOOLEAN        NOT NULL DEFAULT false,
  created_at   TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

  CONSTRAINT reviewers_pkey PRIMARY KEY (id),
  CONSTRAINT reviewers_source_id_fkey FOREIGN KEY (source_id)
    REFERENCES sources (id) ON DELETE RESTRICT ON UPDATE CASCADE
);

CREATE UNIQUE INDEX reviewers_source_id_external_id_key ON reviewers (source_id, external_id);

CREATE TABLE reviews (
  id              UUID             NOT NULL,
  product_id      UUID             NOT NULL,
  source_id       INTEGER          NOT NULL,
  reviewer_id     TEXT,
  external_id     VARCHAR(200)     NOT NULL,
  rating          DECIMAL(2, 1)    NOT NULL,
  title           VARCHAR(300),
  body            TEXT             NOT NULL,
  language        VARCHAR(35),
  status          review_status    NOT NULL DEFAULT 'pending',
  sentiment       sentiment,
  sentiment_score DOUBLE PRECISION,
  topics          TEXT[]           DEFAULT ARRAY[]::TEXT[],
  helpful_count   INTEGER          NOT NULL DEFAULT 0,
  raw             JSONB,
  published_at    TIMESTAMPTZ(3)   NOT NULL,
  collected_at    TIMESTAMPTZ(3)   NOT NULL DEFAULT CURRENT_TIMESTAMP,
  updated_at      TIMESTAMPTZ(3)   NOT NULL DEFAULT CURRENT_TIMESTAMP,
  search_vector   TSVECTOR,

  CONSTRAINT reviews_pkey PRIMARY KEY (id),
  CONSTRAINT reviews_rating_check CHECK (rating BETWEEN 0 AND 5),
  CONSTRAINT reviews_sentiment_score_check CHECK (sentiment_score BETWEEN -1 AND 1),
  CONSTRAINT reviews_product_id_fkey FOREIGN KEY (product_id)
    REFERENCES products (id) ON DELETE CASCADE ON UPDATE CASCADE,
  CONSTRAINT reviews_source_id_fkey FOREIGN KEY (source_id)
    REFERENCES sources (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  -- Forgetting a reviewer keeps what the product was told.
  CONSTRAINT reviews_reviewer_id_fkey FOREIGN KEY (reviewer_id)
    REFERENCES reviewers (id) ON DELETE SET NULL ON UPDATE CASCADE
);

CREATE UNIQUE INDEX reviews_source_id_external_id_key ON reviews (source_id, external_id);

CREATE INDEX reviews_product_id_published_at_idx ON reviews (product_id, published_at DESC);

CREATE INDEX reviews_reviewer_id_idx ON reviews (reviewer_id);

CREATE INDEX reviews_topics_idx ON reviews USING GIN (topics);

CREATE INDEX reviews_search_vector_idx ON reviews USING GIN (search_vector);

-- The moderation queue, oldest first: small however many reviews there are. The schema language
-- has no partial indexes, so this one stands here only.
CREATE INDEX reviews_pending_idx ON reviews (collected_at) WHERE status = 'pending';

CREATE TABLE review_attachments (
  id         BIGSERIAL      NOT NULL,
  review_id  UUID           NOT NULL,
  position   SMALLINT       NOT NULL,
  url        TEXT           NOT NULL,
  media_type VARCHAR(127)   NOT NULL,
  byte_size  BIGINT         NOT NULL,
  sha256     BYTEA          NOT NULL,
  thumbnail  BYTEA,
  created_at TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

  CONSTRAINT review_attachments_pkey PRIMARY KEY (id),
  CONSTRAINT review_attachments_review_id_fkey FOREIGN KEY (review_id)
    REFERENCES reviews (id) ON DELETE CASCADE ON UPDATE CASCADE
);

CREATE UNIQUE INDEX review_attachments_review_id_position_key
  ON review_attachments (review_id, position);

CREATE INDEX review_attachments_sha256_idx ON review_attachments USING HASH (sha256);

-- A trigger rather than a generated column: a new version of the rule is a new function, and not
-- a rewrite of the table. 'simple' because the reviews are in many languages. The start of a very
-- long text has to do, since a tsvector holds one megabyte and refuses more.
CREATE FUNCTION set_review_search_vector() RETURNS TRIGGER
LANGUAGE plpgsql
AS $$
BEGIN
  NEW.search_vector :=
    setweight(to_tsvector('simple', coalesce(NEW.title, '')), 'A') ||
    setweight(to_tsvector('simple', left(NEW.body, 100000)), 'B');
  RETURN NEW;
END;
$$;

CREATE TRIGGER reviews_search_vector
BEFORE INSERT OR UPDATE OF title, body ON reviews
FOR EACH ROW EXECUTE FUNCTION set_review_search_vector();
