-- migrator: phase = prove
-- migrator: no-transaction

-- Holds for what is written from now on; the rows that are there are looked at later.
ALTER TABLE "alerts" ADD CONSTRAINT "alerts_severity__3_0_0_not_null_check" CHECK ("severity__3_0_0" IS NOT NULL) NOT VALID;

ALTER TABLE "monitors" ADD CONSTRAINT "monitors_severity__3_0_0_not_null_check" CHECK ("severity__3_0_0" IS NOT NULL) NOT VALID;

ALTER TABLE "reviews"
  ADD CONSTRAINT "reviews_word_count_not_null_check" CHECK ("word_count" IS NOT NULL) NOT VALID,
  ADD CONSTRAINT "reviews_language__3_0_0_not_null_check" CHECK ("language__3_0_0" IS NOT NULL) NOT VALID,
  ADD CONSTRAINT "reviews_helpful_count__3_0_0_not_null_check" CHECK ("helpful_count__3_0_0" IS NOT NULL) NOT VALID;
