-- migrator: phase = prove
-- migrator: no-transaction
--
-- On its own, so that the locks of the migrations before are let go.

-- Reads the table while others read and write it.
ALTER TABLE "alerts" VALIDATE CONSTRAINT "alerts_severity__3_0_0_not_null_check";

ALTER TABLE "monitors" VALIDATE CONSTRAINT "monitors_severity__3_0_0_not_null_check";

ALTER TABLE "reviews" VALIDATE CONSTRAINT "reviews_word_count_not_null_check";

ALTER TABLE "reviews" VALIDATE CONSTRAINT "reviews_language__3_0_0_not_null_check";

ALTER TABLE "reviews" VALIDATE CONSTRAINT "reviews_helpful_count__3_0_0_not_null_check";

-- PostgreSQL takes the valid check for proof, and reads nothing.
ALTER TABLE "alerts"
  ALTER COLUMN "severity__3_0_0" SET NOT NULL,
  DROP CONSTRAINT "alerts_severity__3_0_0_not_null_check";

ALTER TABLE "monitors"
  ALTER COLUMN "severity__3_0_0" SET NOT NULL,
  DROP CONSTRAINT "monitors_severity__3_0_0_not_null_check";

ALTER TABLE "reviews"
  ALTER COLUMN "word_count" SET NOT NULL,
  DROP CONSTRAINT "reviews_word_count_not_null_check",
  ALTER COLUMN "language__3_0_0" SET NOT NULL,
  DROP CONSTRAINT "reviews_language__3_0_0_not_null_check",
  ALTER COLUMN "helpful_count__3_0_0" SET NOT NULL,
  DROP CONSTRAINT "reviews_helpful_count__3_0_0_not_null_check";
