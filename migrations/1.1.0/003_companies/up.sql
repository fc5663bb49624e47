-- The companies behind the products.

CREATE TYPE company_size AS ENUM (
  '1-9',
  '10-49',
  '50-249',
  '250+'
);

CREATE TABLE companies (
  id           UUID           NOT NULL DEFAULT gen_random_uuid(),
  slug         VARCHAR(120)   NOT NULL,
  name         VARCHAR(200)   NOT NULL,
  domain       VARCHAR(253),
  size         company_size,
  country_code CHAR(2),
  founded_on   DATE,
  parent_id    UUID,
  created_at   TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  updated_at   TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

  CONSTRAINT companies_pkey PRIMARY KEY (id),
  -- What a company owned becomes independent when its record goes.
  CONSTRAINT companies_parent_id_fkey FOREIGN KEY (parent_id)
    REFERENCES companies (id) ON DELETE SET NULL ON UPDATE CASCADE
);

CREATE UNIQUE INDEX companies_slug_key ON companies (slug);

CREATE INDEX companies_parent_id_idx ON companies (parent_id);

-- One company per domain, however it was typed. The schema language has no indexes on
-- expressions, so this one stands here only.
CREATE UNIQUE INDEX companies_domain_lower_key ON companies (lower(domain));

CREATE TABLE company_profiles (
  company_id      UUID           NOT NULL,
  about           TEXT,
  logo            BYTEA,
  logo_media_type VARCHAR(127),
  employee_count  INTEGER,
  annual_revenue  DECIMAL(18, 2),
  currency        CHAR(3),
  social_links    JSONB          NOT NULL DEFAULT '{}',
  updated_at      TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

  CONSTRAINT company_profiles_pkey PRIMARY KEY (company_id),
  CONSTRAINT company_profiles_company_id_fkey FOREIGN KEY (company_id)
    REFERENCES companies (id) ON DELETE CASCADE ON UPDATE CASCADE
);

-- Column and foreign key in one statement: PostgreSQL knows that a new column without a default
-- is empty, and does not read the table to validate the key.
ALTER TABLE products
  ADD COLUMN company_id UUID
    CONSTRAINT products_company_id_fkey
    REFERENCES companies (id) ON DELETE SET NULL ON UPDATE CASCADE;

CREATE INDEX products_company_id_idx ON products (company_id);
