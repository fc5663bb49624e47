-- migrator: no-transaction
-- migrator: rollback = lossy
--
-- Loses what "alerts"."severity__3_0_0" holds.
-- Loses what "companies"."about" holds.
-- Loses what "monitors"."severity__3_0_0" holds.
-- Loses what "monitors"."muted_until" holds.
-- Loses what "products"."description__3_0_0" holds.
-- Loses what "product_listings"."url__3_0_0" holds.
-- Loses what "prospect_contacts"."job_title__3_0_0" holds.
-- Loses what "reviews"."word_count" holds.
-- Loses what "reviews"."language__3_0_0" holds.
-- Loses what "reviews"."helpful_count__3_0_0" holds.

ALTER TABLE "reviews"
  DROP COLUMN "helpful_count__3_0_0",
  DROP COLUMN "language__3_0_0",
  DROP COLUMN "word_count";

ALTER TABLE "prospect_contacts" DROP COLUMN "job_title__3_0_0";

ALTER TABLE "product_listings" DROP COLUMN "url__3_0_0";

ALTER TABLE "products" DROP COLUMN "description__3_0_0";

ALTER TABLE "monitors"
  DROP COLUMN "muted_until",
  DROP COLUMN "severity__3_0_0";

ALTER TABLE "companies" DROP COLUMN "about";

ALTER TABLE "alerts" DROP COLUMN "severity__3_0_0";

DROP TYPE "alert_severity_3";
