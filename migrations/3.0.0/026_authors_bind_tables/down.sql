-- migrator: no-transaction
-- migrator: rollback = instant

ALTER TABLE "reviews" ALTER COLUMN "helpful_count" SET DEFAULT 0;

ALTER TABLE "monitors" ALTER COLUMN "severity" SET DEFAULT 'warning';
