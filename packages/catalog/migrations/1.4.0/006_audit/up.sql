-- Who changed what, and from where: one row for each change, in the transaction that made it.
CREATE TABLE schema_catalog.audit (
  id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at         timestamptz NOT NULL DEFAULT clock_timestamp(),
  -- The name of a token; the database's role for who has the database itself.
  actor      text NOT NULL,
  token_id   uuid,
  action     text NOT NULL,
  subject    text NOT NULL,
  detail     jsonb NOT NULL DEFAULT '{}',
  request_id text,
  address    inet
);

CREATE TRIGGER refuse_rewriting BEFORE UPDATE OR DELETE OR TRUNCATE ON schema_catalog.audit
  FOR EACH STATEMENT EXECUTE FUNCTION schema_catalog.refuse_rewriting();
