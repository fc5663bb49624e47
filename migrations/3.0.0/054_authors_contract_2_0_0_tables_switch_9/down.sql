-- migrator: rollback = instant

ALTER TABLE "products" ALTER COLUMN "description" DROP DEFAULT;
