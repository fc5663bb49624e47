-- What happened, in the order in which it became visible: for feeds, webhooks and caches.
CREATE TABLE schema_catalog.event (
  id      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  kind    text NOT NULL,
  -- What it happened to: a version, a run, an environment.
  subject text NOT NULL,
  data    jsonb NOT NULL DEFAULT '{}',
  at      timestamptz NOT NULL DEFAULT clock_timestamp()
);

-- One writer at a time, until its transaction ends: whoever has read up to an id has missed nothing before it.
CREATE FUNCTION schema_catalog.order_events() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended('schema_catalog.event', 0));
  RETURN NULL;
END $$;
CREATE TRIGGER order_events BEFORE INSERT ON schema_catalog.event
  FOR EACH STATEMENT EXECUTE FUNCTION schema_catalog.order_events();

-- Heard once the transaction is committed.
CREATE FUNCTION schema_catalog.announce_event() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('schema_catalog', json_build_object('id', NEW.id::text, 'kind', NEW.kind)::text);
  RETURN NULL;
END $$;
CREATE TRIGGER announce_event AFTER INSERT ON schema_catalog.event
  FOR EACH ROW EXECUTE FUNCTION schema_catalog.announce_event();

CREATE FUNCTION schema_catalog.refuse_rewriting() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'schema_catalog.%: what is recorded is not rewritten', TG_TABLE_NAME
    USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER refuse_rewriting BEFORE UPDATE OR DELETE OR TRUNCATE ON schema_catalog.event
  FOR EACH STATEMENT EXECUTE FUNCTION schema_catalog.refuse_rewriting();
