-- migrator: rollback = instant

ALTER TABLE "sources" ALTER COLUMN "rating_scale" SET DEFAULT 5;
