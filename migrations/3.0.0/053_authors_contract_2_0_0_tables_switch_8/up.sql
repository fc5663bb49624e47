-- migrator: phase = contract
-- migrator: ends = 2.0.0

ALTER TABLE "monitors" ALTER COLUMN "severity" SET DEFAULT 'warning';
