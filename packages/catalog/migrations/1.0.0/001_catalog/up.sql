-- The release catalog: every published version of the schema, for ever as it was published.
-- IF NOT EXISTS and OR REPLACE, because there are catalogs from before the migrator kept their history:
-- to those it adds nothing, and records them as being at this version.

CREATE SCHEMA IF NOT EXISTS schema_catalog;

CREATE TABLE IF NOT EXISTS schema_catalog.release (
  version        text PRIMARY KEY,
  previous       text,
  bump           text NOT NULL,
  released_on    date NOT NULL,
  schema_hash    text NOT NULL,
  -- sha256 over the metadata and every artifact: two publications of a version are the same or they are not.
  content_digest text NOT NULL,
  schema         text NOT NULL,
  changelog      text NOT NULL,
  metadata       json NOT NULL,
  published_at   timestamptz NOT NULL DEFAULT now(),
  -- The transaction that published it; see schema_catalog.refuse_late_part.
  published_in   xid8 NOT NULL DEFAULT pg_current_xact_id()
);

CREATE TABLE IF NOT EXISTS schema_catalog.migration (
  version     text NOT NULL REFERENCES schema_catalog.release,
  id          text NOT NULL,
  position    integer NOT NULL,
  up_sql      text NOT NULL,
  up_sha256   text NOT NULL CHECK (up_sha256 = encode(sha256(convert_to(up_sql, 'UTF8')), 'hex')),
  down_sql    text,
  down_sha256 text CHECK (down_sha256 = encode(sha256(convert_to(down_sql, 'UTF8')), 'hex')),
  PRIMARY KEY (version, id),
  UNIQUE (version, position),
  CHECK ((down_sql IS NULL) = (down_sha256 IS NULL))
);

CREATE TABLE IF NOT EXISTS schema_catalog.artifact (
  ecosystem     text NOT NULL CHECK (ecosystem IN ('npm', 'pypi')),
  name          text NOT NULL,
  filename      text NOT NULL,
  version       text NOT NULL REFERENCES schema_catalog.release,
  format        text NOT NULL CHECK (format IN ('npm-tarball', 'wheel', 'sdist')),
  bytes         bytea NOT NULL,
  size          integer NOT NULL CHECK (size = octet_length(bytes)),
  sha256        text NOT NULL CHECK (sha256 = encode(sha256(bytes), 'hex')),
  -- npm's two digests: sha512 as subresource integrity, sha1 for its oldest clients.
  integrity     text NOT NULL CHECK (integrity = 'sha512-' || translate(encode(sha512(bytes), 'base64'), E'\n', '')),
  shasum        text NOT NULL,
  manifest      json,
  core_metadata text,
  PRIMARY KEY (ecosystem, name, filename),
  CHECK ((ecosystem = 'npm') = (manifest IS NOT NULL)),
  CHECK ((ecosystem = 'pypi') = (core_metadata IS NOT NULL))
);

CREATE INDEX IF NOT EXISTS artifact_version ON schema_catalog.artifact (version);

-- Archives are compressed already; do not spend time on trying again.
ALTER TABLE schema_catalog.artifact ALTER COLUMN bytes SET STORAGE EXTERNAL;

-- A published version never changes: no row is updated or deleted ...
CREATE OR REPLACE FUNCTION schema_catalog.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'schema_catalog.%: a published release never changes', TG_TABLE_NAME
    USING ERRCODE = 'restrict_violation', HINT = 'Publish a new version.';
END $$;

-- ... and none joins once the transaction that published it is over.
CREATE OR REPLACE FUNCTION schema_catalog.refuse_late_part() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM FROM schema_catalog.release
    WHERE version = NEW.version AND published_in = pg_current_xact_id();
  IF NOT FOUND THEN
    RAISE EXCEPTION 'schema_catalog.%: release % is already published', TG_TABLE_NAME, NEW.version
      USING ERRCODE = 'restrict_violation', HINT = 'Publish a new version.';
  END IF;
  RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER refuse_change BEFORE UPDATE OR DELETE OR TRUNCATE ON schema_catalog.release
  FOR EACH STATEMENT EXECUTE FUNCTION schema_catalog.refuse_change();
CREATE OR REPLACE TRIGGER refuse_change BEFORE UPDATE OR DELETE OR TRUNCATE ON schema_catalog.migration
  FOR EACH STATEMENT EXECUTE FUNCTION schema_catalog.refuse_change();
CREATE OR REPLACE TRIGGER refuse_change BEFORE UPDATE OR DELETE OR TRUNCATE ON schema_catalog.artifact
  FOR EACH STATEMENT EXECUTE FUNCTION schema_catalog.refuse_change();

CREATE OR REPLACE TRIGGER refuse_late_part BEFORE INSERT ON schema_catalog.migration
  FOR EACH ROW EXECUTE FUNCTION schema_catalog.refuse_late_part();
CREATE OR REPLACE TRIGGER refuse_late_part BEFORE INSERT ON schema_catalog.artifact
  FOR EACH ROW EXECUTE FUNCTION schema_catalog.refuse_late_part();
