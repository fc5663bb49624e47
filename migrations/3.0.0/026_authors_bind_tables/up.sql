-- migrator: phase = bind
-- migrator: no-transaction

-- schemactl: ignore drop-default because the schema changes the default
ALTER TABLE "monitors" ALTER COLUMN "severity" DROP DEFAULT;

-- schemactl: ignore drop-default because the schema changes the default
ALTER TABLE "reviews" ALTER COLUMN "helpful_count" DROP DEFAULT;
