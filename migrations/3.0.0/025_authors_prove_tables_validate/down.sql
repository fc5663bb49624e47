-- migrator: no-transaction
-- migrator: rollback = instant

ALTER TABLE "reviews"
  ALTER COLUMN "helpful_count__3_0_0" DROP NOT NULL,
  ALTER COLUMN "language__3_0_0" DROP NOT NULL,
  ALTER COLUMN "word_count" DROP NOT NULL;

ALTER TABLE "monitors" ALTER COLUMN "severity__3_0_0" DROP NOT NULL;

ALTER TABLE "alerts" ALTER COLUMN "severity__3_0_0" DROP NOT NULL;
