-- migrator: rollback = instant

ALTER TABLE "reviews" ALTER COLUMN "helpful_count" DROP DEFAULT;
