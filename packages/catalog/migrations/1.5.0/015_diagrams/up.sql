-- The drawing of a release's schema: places of boxes, bends of lines. It can be made again from the schema at any time.
CREATE TABLE schema_catalog.diagram (
  version text NOT NULL REFERENCES schema_catalog.release (version),
  detail text NOT NULL CHECK (detail IN ('fields', 'names')),
  -- Of the program that laid it out.
  format integer NOT NULL,
  content jsonb NOT NULL,
  PRIMARY KEY (version, detail)
);
