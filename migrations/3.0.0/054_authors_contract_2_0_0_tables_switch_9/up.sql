-- migrator: phase = contract
-- migrator: ends = 2.0.0

ALTER TABLE "products" ALTER COLUMN "description" SET DEFAULT ARRAY[]::TEXT[];
