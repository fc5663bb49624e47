-- Packages that came one by one, by the clients of npm and PyPI. Nobody who reads sees them: with the last of
-- them the release becomes visible, in one transaction, and they are gone from here.
CREATE TABLE schema_catalog.staged_part (
  ecosystem       text NOT NULL CHECK (ecosystem IN ('npm', 'pypi')),
  name            text NOT NULL,
  filename        text NOT NULL,
  -- As the ecosystem spells it.
  package_version text NOT NULL,
  sha256          text NOT NULL,
  -- sha256 over the files inside, whatever packed them.
  content_digest  text NOT NULL,
  -- NULL once its time is over. The name stays used: no other content ever gets it.
  bytes           bytea CHECK (sha256 = encode(sha256(bytes), 'hex')),
  staged_at       timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (ecosystem, name, filename)
);
ALTER TABLE schema_catalog.staged_part ALTER COLUMN bytes SET STORAGE EXTERNAL;

-- What a release consists of beside its packages, and which they are; kept until they have come.
CREATE TABLE schema_catalog.staged_record (
  version        text PRIMARY KEY,
  -- As schema_catalog.release will have it.
  content_digest text NOT NULL,
  -- The file names of its packages.
  filenames      text[] NOT NULL,
  bundle         bytea,
  staged_at      timestamptz NOT NULL DEFAULT now()
);
ALTER TABLE schema_catalog.staged_record ALTER COLUMN bundle SET STORAGE EXTERNAL;

-- What to use instead of a deprecated release.
ALTER TABLE schema_catalog.notice ADD COLUMN replacement text REFERENCES schema_catalog.release;
ALTER TABLE schema_catalog.notice ADD CHECK (replacement IS NULL OR deprecated IS NOT NULL);
