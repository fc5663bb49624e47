-- migrator: phase = expand
-- migrator: no-transaction

CREATE TYPE "alert_severity_3" AS ENUM ('info', 'warning', 'urgent');

ALTER TABLE "alerts" ADD COLUMN "severity__3_0_0" "alert_severity_3";

ALTER TABLE "companies" ADD COLUMN "about" TEXT;

ALTER TABLE "monitors"
  ADD COLUMN "severity__3_0_0" "alert_severity_3",
  ADD COLUMN "muted_until" TIMESTAMPTZ(3);

ALTER TABLE "products" ADD COLUMN "description__3_0_0" TEXT[];

ALTER TABLE "product_listings" ADD COLUMN "url__3_0_0" TEXT;

-- schemactl: ignore prefer-text because the schema has the type
ALTER TABLE "prospect_contacts" ADD COLUMN "job_title__3_0_0" VARCHAR(300);

-- schemactl: ignore prefer-text because the schema has the type
ALTER TABLE "reviews"
  ADD COLUMN "word_count" INTEGER,
  ADD COLUMN "language__3_0_0" VARCHAR(35),
  ADD COLUMN "helpful_count__3_0_0" BIGINT;
