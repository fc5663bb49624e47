-- migrator: rollback = instant

ALTER TABLE "monitors" RENAME COLUMN "severity" TO "severity__3_0_0";
