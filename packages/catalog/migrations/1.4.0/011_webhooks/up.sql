-- Who is told of events over HTTP.
CREATE TABLE schema_catalog.webhook (
  id              uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  url             text NOT NULL,
  description     text NOT NULL DEFAULT '',
  kinds           text[] NOT NULL CHECK (cardinality(kinds) > 0),
  enabled         boolean NOT NULL DEFAULT true,
  -- Why nothing is sent any more, where it was not a person who said so.
  disabled_reason text,
  -- Encrypted with a key that the database does not have.
  secret          bytea NOT NULL,
  -- Signs beside the other one for a while after a rotation.
  previous_secret bytea,
  previous_until  timestamptz,
  created_at      timestamptz NOT NULL DEFAULT now(),
  CHECK ((previous_secret IS NULL) = (previous_until IS NULL))
);

-- What is sent to whom: the queue, and its history.
CREATE TABLE schema_catalog.webhook_delivery (
  id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  webhook_id      uuid NOT NULL REFERENCES schema_catalog.webhook ON DELETE CASCADE,
  -- None of a test.
  event_id        bigint REFERENCES schema_catalog.event,
  status          text NOT NULL DEFAULT 'pending' CHECK (status IN ('pending', 'delivered', 'failed')),
  -- How often it was begun; the number of the attempt that may say how it went.
  attempts        integer NOT NULL DEFAULT 0,
  -- How many attempts the last request for it has had; a replay begins anew.
  tries           integer NOT NULL DEFAULT 0,
  next_attempt_at timestamptz NOT NULL DEFAULT now(),
  created_at      timestamptz NOT NULL DEFAULT now(),
  UNIQUE (webhook_id, event_id)
);
CREATE INDEX webhook_delivery_due ON schema_catalog.webhook_delivery (next_attempt_at) WHERE status = 'pending';
CREATE INDEX webhook_delivery_event ON schema_catalog.webhook_delivery (event_id);

CREATE TABLE schema_catalog.webhook_attempt (
  delivery_id     bigint NOT NULL REFERENCES schema_catalog.webhook_delivery ON DELETE CASCADE,
  number          integer NOT NULL,
  at              timestamptz NOT NULL,
  duration_ms     integer NOT NULL,
  -- None where there was no answer.
  response_status integer,
  -- The beginning of the answer.
  response_body   text,
  error           text,
  PRIMARY KEY (delivery_id, number)
);

-- An event has its deliveries in its own transaction: each webhook gets each event once.
CREATE FUNCTION schema_catalog.enqueue_deliveries() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO schema_catalog.webhook_delivery (webhook_id, event_id)
  SELECT id, NEW.id FROM schema_catalog.webhook WHERE enabled AND NEW.kind = ANY (kinds);
  RETURN NULL;
END $$;
CREATE TRIGGER enqueue_deliveries AFTER INSERT ON schema_catalog.event
  FOR EACH ROW EXECUTE FUNCTION schema_catalog.enqueue_deliveries();
