-- What the migrations up to a release make, for databases to be verified by. Releases from before have none here.
ALTER TABLE schema_catalog.release ADD COLUMN structure text;
