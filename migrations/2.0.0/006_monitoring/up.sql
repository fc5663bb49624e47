-- Watching the collectors (runs) and the reviews themselves (monitors and their alerts).

CREATE TYPE run_status AS ENUM (
  'running',
  'succeeded',
  'failed'
);

CREATE TYPE monitor_metric AS ENUM (
  'average_rating',
  'review_count',
  'negative_share'
);

CREATE TYPE monitor_condition AS ENUM (
  'below',
  'above'
);

-- From least to most: PostgreSQL sorts an enum in the order of its declaration.
CREATE TYPE alert_severity AS ENUM (
  'info',
  'warning',
  'critical'
);

CREATE TYPE notification_channel AS ENUM (
  'email',
  'chat',
  'webhook'
);

CREATE TABLE collection_runs (
  id             BIGSERIAL      NOT NULL,
  source_id      INTEGER        NOT NULL,
  status         run_status     NOT NULL DEFAULT 'running',
  started_at     TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  finished_at    TIMESTAMPTZ(3),
  fetched_count  INTEGER        NOT NULL DEFAULT 0,
  created_count  INTEGER        NOT NULL DEFAULT 0,
  updated_count  INTEGER        NOT NULL DEFAULT 0,
  bytes_received BIGINT         NOT NULL DEFAULT 0,
  checkpoint     JSONB,
  error          TEXT,

  CONSTRAINT collection_runs_pkey PRIMARY KEY (id),
  CONSTRAINT collection_runs_source_id_fkey FOREIGN KEY (source_id)
    REFERENCES sources (id) ON DELETE CASCADE ON UPDATE CASCADE
);

CREATE INDEX collection_runs_source_id_started_at_idx
  ON collection_runs (source_id, started_at DESC);

-- Rows arrive in the order of time and stay there, so a few kilobytes of BRIN serve the reports
-- over a period and the clearing away of old runs.
CREATE INDEX collection_runs_started_at_idx ON collection_runs USING BRIN (started_at);

CREATE TABLE monitors (
  id          UUID                   NOT NULL DEFAULT gen_random_uuid(),
  name        VARCHAR(200)           NOT NULL,
  product_id  UUID,
  company_id  UUID,
  metric      monitor_metric         NOT NULL,
  condition   monitor_condition      NOT NULL,
  threshold   DECIMAL(12, 4)         NOT NULL,
  window_days SMALLINT               NOT NULL DEFAULT 7,
  severity    alert_severity         NOT NULL DEFAULT 'warning',
  channels    notification_channel[] DEFAULT ARRAY['email']::notification_channel[],
  is_enabled  BOOLEAN                NOT NULL DEFAULT true,
  created_at  TIMESTAMPTZ(3)         NOT NULL DEFAULT CURRENT_TIMESTAMP,
  updated_at  TIMESTAMPTZ(3)         NOT NULL DEFAULT CURRENT_TIMESTAMP,

  CONSTRAINT monitors_pkey PRIMARY KEY (id),
  CONSTRAINT monitors_one_subject_check CHECK (num_nonnulls(product_id, company_id) = 1),
  CONSTRAINT monitors_product_id_fkey FOREIGN KEY (product_id)
    REFERENCES products (id) ON DELETE CASCADE ON UPDATE CASCADE,
  CONSTRAINT monitors_company_id_fkey FOREIGN KEY (company_id)
    REFERENCES companies (id) ON DELETE CASCADE ON UPDATE CASCADE
);

CREATE INDEX monitors_product_id_idx ON monitors (product_id);

CREATE INDEX monitors_company_id_idx ON monitors (company_id);

CREATE TABLE alerts (
  id              BIGSERIAL      NOT NULL,
  monitor_id      UUID           NOT NULL,
  severity        alert_severity NOT NULL,
  message         TEXT           NOT NULL,
  observed_value  DECIMAL(12, 4) NOT NULL,
  details         JSONB,
  raised_at       TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  acknowledged_at TIMESTAMPTZ(3),
  resolved_at     TIMESTAMPTZ(3),

  CONSTRAINT alerts_pkey PRIMARY KEY (id),
  CONSTRAINT alerts_monitor_id_fkey FOREIGN KEY (monitor_id)
    REFERENCES monitors (id) ON DELETE CASCADE ON UPDATE CASCADE
);

CREATE INDEX alerts_monitor_id_raised_at_idx ON alerts (monitor_id, raised_at DESC);

-- A condition that stays true is one alert, not one a minute. The schema language has no partial
-- indexes, so this one stands here only.
CREATE UNIQUE INDEX alerts_open_monitor_id_key ON alerts (monitor_id) WHERE resolved_at IS NULL;
