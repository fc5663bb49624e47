-- The catalog: sources, categories, products, and the pages that list a product at a source.

CREATE TYPE source_kind AS ENUM (
  'app_store',
  'marketplace',
  'review_site',
  'social',
  'survey'
);

CREATE TABLE sources (
  id           SERIAL         NOT NULL,
  slug         VARCHAR(64)    NOT NULL,
  name         VARCHAR(200)   NOT NULL,
  kind         source_kind    NOT NULL,
  homepage_url TEXT,
  rating_scale SMALLINT       NOT NULL DEFAULT 5,
  is_active    BOOLEAN        NOT NULL DEFAULT true,
  settings     JSONB          NOT NULL DEFAULT '{}',
  created_at   TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  updated_at   TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

  CONSTRAINT sources_pkey PRIMARY KEY (id)
);

CREATE UNIQUE INDEX sources_slug_key ON sources (slug);

CREATE TABLE categories (
  id        SERIAL       NOT NULL,
  slug      VARCHAR(120) NOT NULL,
  name      VARCHAR(200) NOT NULL,
  parent_id INTEGER,

  CONSTRAINT categories_pkey PRIMARY KEY (id),
  -- A branch goes only when it is empty: its children must be moved first.
  CONSTRAINT categories_parent_id_fkey FOREIGN KEY (parent_id)
    REFERENCES categories (id) ON DELETE RESTRICT ON UPDATE CASCADE
);

CREATE UNIQUE INDEX categories_slug_key ON categories (slug);

CREATE INDEX categories_parent_id_idx ON categories (parent_id);

CREATE TABLE products (
  id          UUID           NOT NULL DEFAULT gen_random_uuid(),
  slug        VARCHAR(120)   NOT NULL,
  name        VARCHAR(200)   NOT NULL,
  description TEXT,
  aliases     TEXT[]         DEFAULT ARRAY[]::TEXT[],
  launched_on DATE,
  list_price  DECIMAL(12, 2),
  currency    CHAR(3),
  attributes  JSONB          NOT NULL DEFAULT '{}',
  created_at  TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  updated_at  TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

  CONSTRAINT products_pkey PRIMARY KEY (id)
);

CREATE UNIQUE INDEX products_slug_key ON products (slug);

-- Attributes are asked for by containment (attributes @> '{"os": "android"}') and by nothing
-- else; jsonb_path_ops is smaller and faster than the default for exactly that.
CREATE INDEX products_attributes_idx ON products USING GIN (attributes jsonb_path_ops);

-- Named by the schema's relation, with the columns "A" (category) and "B" (product) that the
-- generated clients expect of a many-to-many relation without a model of its own.
CREATE TABLE _product_categories (
  "A" INTEGER NOT NULL,
  "B" UUID    NOT NULL,

  CONSTRAINT "_product_categories_AB_pkey" PRIMARY KEY ("A", "B"),
  CONSTRAINT "_product_categories_A_fkey" FOREIGN KEY ("A")
    REFERENCES categories (id) ON DELETE CASCADE ON UPDATE CASCADE,
  CONSTRAINT "_product_categories_B_fkey" FOREIGN KEY ("B")
    REFERENCES products (id) ON DELETE CASCADE ON UPDATE CASCADE
);

CREATE INDEX "_product_categories_B_index" ON _product_categories ("B");

CREATE TABLE product_listings (
  product_id      UUID           NOT NULL,
  source_id       INTEGER        NOT NULL,
  external_id     VARCHAR(200)   NOT NULL,
  url             TEXT           NOT NULL,
  last_checked_at TIMESTAMPTZ(3),
  created_at      TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

  CONSTRAINT product_listings_pkey PRIMARY KEY (product_id, source_id),
  CONSTRAINT product_listings_product_id_fkey FOREIGN KEY (product_id)
    REFERENCES products (id) ON DELETE CASCADE ON UPDATE CASCADE,
  -- A source that anything was collected from is switched off (is_active), not deleted.
  CONSTRAINT product_listings_source_id_fkey FOREIGN KEY (source_id)
    REFERENCES sources (id) ON DELETE RESTRICT ON UPDATE CASCADE
);

CREATE UNIQUE INDEX product_listings_source_id_external_id_key
  ON product_listings (source_id, external_id);
