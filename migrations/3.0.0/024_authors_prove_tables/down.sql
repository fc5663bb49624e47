-- migrator: no-transaction
-- migrator: rollback = instant

ALTER TABLE "reviews"
  DROP CONSTRAINT IF EXISTS "reviews_helpful_count__3_0_0_not_null_check",
  DROP CONSTRAINT IF EXISTS "reviews_language__3_0_0_not_null_check",
  DROP CONSTRAINT IF EXISTS "reviews_word_count_not_null_check";

ALTER TABLE "monitors" DROP CONSTRAINT IF EXISTS "monitors_severity__3_0_0_not_null_check";

ALTER TABLE "alerts" DROP CONSTRAINT IF EXISTS "alerts_severity__3_0_0_not_null_check";
