-- Bytes by their digest: kept once, whatever refers to them. NULL bytes are kept in another store, which names them by the same digest.
CREATE TABLE schema_catalog.blob (
  sha256 text PRIMARY KEY CHECK (sha256 ~ '^[0-9a-f]{64}$'),
  size   integer NOT NULL CHECK (size >= 0),
  bytes  bytea,
  CONSTRAINT blob_check_bytes CHECK (bytes IS NULL
    OR (size = octet_length(bytes) AND sha256 = encode(sha256(bytes), 'hex')))
);
-- Archives are compressed already; do not spend time on trying again.
ALTER TABLE schema_catalog.blob ALTER COLUMN bytes SET STORAGE EXTERNAL;

INSERT INTO schema_catalog.blob (sha256, size, bytes)
  SELECT DISTINCT ON (sha256) sha256, size, bytes FROM schema_catalog.artifact;

-- The checks of the bytes go with the column; those of the blob and the trigger below are in their place.
ALTER TABLE schema_catalog.artifact DROP COLUMN bytes;
ALTER TABLE schema_catalog.artifact
  ADD CONSTRAINT artifact_blob FOREIGN KEY (sha256) REFERENCES schema_catalog.blob;

CREATE FUNCTION schema_catalog.check_artifact() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  kept schema_catalog.blob;
BEGIN
  SELECT * INTO kept FROM schema_catalog.blob WHERE sha256 = NEW.sha256;
  IF NEW.size <> kept.size OR NEW.integrity <>
      'sha512-' || translate(encode(sha512(kept.bytes), 'base64'), E'\n', '') THEN
    RAISE EXCEPTION 'schema_catalog.artifact: size or integrity of % are not those of its bytes, check them',
      NEW.filename USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER check_artifact BEFORE INSERT ON schema_catalog.artifact
  FOR EACH ROW EXECUTE FUNCTION schema_catalog.check_artifact();

-- Nothing refers to a blob before its release is published; one that is referred to stays, by the foreign key.
CREATE TRIGGER refuse_change BEFORE UPDATE OR TRUNCATE ON schema_catalog.blob
  FOR EACH STATEMENT EXECUTE FUNCTION schema_catalog.refuse_change();
