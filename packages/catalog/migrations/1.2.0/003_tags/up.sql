-- What a release is called beside its version: latest, next, latest-1. A tag is moved; the release stays as it is.
CREATE TABLE schema_catalog.tag (
  name     text PRIMARY KEY,
  version  text NOT NULL REFERENCES schema_catalog.release,
  moved_at timestamptz NOT NULL DEFAULT now()
);

-- What services are told of a release that they should leave. The release itself stays as it is.
CREATE TABLE schema_catalog.notice (
  version    text PRIMARY KEY REFERENCES schema_catalog.release,
  deprecated text,
  yanked     text,
  noted_at   timestamptz NOT NULL DEFAULT now(),
  CHECK (num_nonnulls(deprecated, yanked) > 0)
);

-- Ecosystems spell versions in their own way: the wheel of 2.0.0-rc.1 is 2.0.0rc1.
ALTER TABLE schema_catalog.artifact ADD COLUMN package_version text;
ALTER TABLE schema_catalog.artifact DISABLE TRIGGER refuse_change;
UPDATE schema_catalog.artifact SET package_version = version;
ALTER TABLE schema_catalog.artifact ENABLE TRIGGER refuse_change;
ALTER TABLE schema_catalog.artifact ALTER COLUMN package_version SET NOT NULL;
