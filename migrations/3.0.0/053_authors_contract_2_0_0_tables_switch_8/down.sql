-- migrator: rollback = instant

ALTER TABLE "monitors" ALTER COLUMN "severity" DROP DEFAULT;
