-- Who takes which version, by day. Counted in memory and added in batches.
CREATE TABLE schema_catalog.download (
  day      date NOT NULL,
  version  text NOT NULL,
  package  text NOT NULL,
  -- The package manager: npm, pnpm, pip, uv, ...
  manager  text NOT NULL,
  -- Empty for who brought no token.
  token_id text NOT NULL,
  count    bigint NOT NULL CHECK (count > 0),
  PRIMARY KEY (day, version, package, manager, token_id)
);
