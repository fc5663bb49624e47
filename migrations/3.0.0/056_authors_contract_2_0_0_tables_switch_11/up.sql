-- migrator: phase = contract
-- migrator: ends = 2.0.0

ALTER TABLE "sources" ALTER COLUMN "rating_scale" SET DEFAULT 10;
