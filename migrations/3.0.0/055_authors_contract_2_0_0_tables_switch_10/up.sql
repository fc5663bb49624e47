-- migrator: phase = contract
-- migrator: ends = 2.0.0

ALTER TABLE "reviews" ALTER COLUMN "helpful_count" SET DEFAULT 0;
