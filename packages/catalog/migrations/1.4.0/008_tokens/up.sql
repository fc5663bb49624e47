-- Who may ask: tokens, of which only a digest is kept.
CREATE TABLE schema_catalog.token (
  id            uuid PRIMARY KEY,
  name          text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
  -- Of the secret alone, which is random and long: a slow digest would protect nothing more.
  secret_sha256 bytea NOT NULL CHECK (octet_length(secret_sha256) = 32),
  scopes        text[] NOT NULL CHECK (cardinality(scopes) > 0),
  -- How it came to be: asked for by a token, by npm login, made at the first start, given to the process, or
  -- exchanged for the token of a CI system.
  made_by       text NOT NULL CHECK (made_by IN ('request', 'login', 'start', 'environment', 'exchange')),
  -- The name of the token or publisher that asked for it.
  created_by    text NOT NULL,
  maker_id      uuid REFERENCES schema_catalog.token ON DELETE SET NULL,
  created_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
  expires_at    timestamptz,
  revoked_at    timestamptz,
  -- To the minute.
  last_used_at  timestamptz
);
CREATE INDEX token_by_maker ON schema_catalog.token (maker_id) WHERE maker_id IS NOT NULL;
CREATE INDEX token_by_age ON schema_catalog.token (created_at DESC, id DESC);

-- Nothing about a token changes but that it is used, and that it ends. It does not come back.
CREATE FUNCTION schema_catalog.refuse_token_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.id, NEW.name, NEW.secret_sha256, NEW.scopes, NEW.made_by, NEW.created_by, NEW.created_at)
     IS DISTINCT FROM (OLD.id, OLD.name, OLD.secret_sha256, OLD.scopes, OLD.made_by, OLD.created_by, OLD.created_at)
     OR NEW.expires_at IS DISTINCT FROM OLD.expires_at
     OR (OLD.revoked_at IS NOT NULL AND NEW.revoked_at IS DISTINCT FROM OLD.revoked_at) THEN
    RAISE EXCEPTION 'schema_catalog.token: a token does not change, and a revoked one does not come back'
      USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER refuse_token_change BEFORE UPDATE ON schema_catalog.token
  FOR EACH ROW EXECUTE FUNCTION schema_catalog.refuse_token_change();

-- Every process that knows the token forgets it once this is committed.
CREATE FUNCTION schema_catalog.announce_revocation() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('schema_catalog', json_build_object('id', NEW.id::text, 'kind', 'token.revoked')::text);
  RETURN NULL;
END $$;
CREATE TRIGGER announce_revocation AFTER UPDATE ON schema_catalog.token
  FOR EACH ROW WHEN (OLD.revoked_at IS NULL AND NEW.revoked_at IS NOT NULL)
  EXECUTE FUNCTION schema_catalog.announce_revocation();

-- The tokens of CI systems that were exchanged: each once.
CREATE TABLE schema_catalog.exchanged_id_token (
  issuer     text NOT NULL,
  jti        text NOT NULL,
  -- After that it is refused for its age.
  expires_at timestamptz NOT NULL,
  PRIMARY KEY (issuer, jti)
);
