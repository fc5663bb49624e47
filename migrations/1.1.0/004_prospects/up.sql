-- Companies that may become customers, whom to talk to there, and the reviews that say why.

CREATE TYPE prospect_stage AS ENUM (
  'new',
  'contacted',
  'qualified',
  'won',
  'lost'
);

CREATE TABLE prospects (
  id              TEXT           NOT NULL,
  company_id      UUID           NOT NULL,
  stage           prospect_stage NOT NULL DEFAULT 'new',
  score           SMALLINT,
  estimated_value DECIMAL(12, 2),
  currency        CHAR(3)        NOT NULL DEFAULT 'EUR',
  owner_email     VARCHAR(320),
  tags            TEXT[]         DEFAULT ARRAY[]::TEXT[],
  notes           TEXT,
  next_step_on    DATE,
  created_at      TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  updated_at      TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

  CONSTRAINT prospects_pkey PRIMARY KEY (id),
  CONSTRAINT prospects_score_check CHECK (score BETWEEN 0 AND 100),
  -- Sales history is not lost by tidying up companies.
  CONSTRAINT prospects_company_id_fkey FOREIGN KEY (company_id)
    REFERENCES companies (id) ON DELETE RESTRICT ON UPDATE CASCADE
);

CREATE INDEX prospects_company_id_idx ON prospects (company_id);

CREATE INDEX prospects_stage_next_step_on_idx ON prospects (stage, next_step_on);

-- Two people never work on the same company unawares: one open prospect at a time. The schema
-- language has no partial indexes, so this one stands here only.
CREATE UNIQUE INDEX prospects_open_company_id_key ON prospects (company_id)
  WHERE stage NOT IN ('won', 'lost');

CREATE TABLE prospect_contacts (
  id           UUID           NOT NULL,
  prospect_id  TEXT           NOT NULL,
  email        VARCHAR(320)   NOT NULL,
  full_name    VARCHAR(200)   NOT NULL,
  job_title    VARCHAR(200),
  consented_at TIMESTAMPTZ(3),
  created_at   TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

  CONSTRAINT prospect_contacts_pkey PRIMARY KEY (id),
  CONSTRAINT prospect_contacts_prospect_id_fkey FOREIGN KEY (prospect_id)
    REFERENCES prospects (id) ON DELETE CASCADE ON UPDATE CASCADE
);

CREATE UNIQUE INDEX prospect_contacts_prospect_id_email_key
  ON prospect_contacts (prospect_id, email);

CREATE TABLE prospect_reviews (
  prospect_id TEXT           NOT NULL,
  review_id   UUID           NOT NULL,
  reason      TEXT,
  added_at    TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

  CONSTRAINT prospect_reviews_pkey PRIMARY KEY (prospect_id, review_id),
  CONSTRAINT prospect_reviews_prospect_id_fkey FOREIGN KEY (prospect_id)
    REFERENCES prospects (id) ON DELETE CASCADE ON UPDATE CASCADE,
  CONSTRAINT prospect_reviews_review_id_fkey FOREIGN KEY (review_id)
    REFERENCES reviews (id) ON DELETE CASCADE ON UPDATE CASCADE
);

CREATE INDEX prospect_reviews_review_id_idx ON prospect_reviews (review_id);
