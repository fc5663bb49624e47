-- migrator: rollback = instant

ALTER TABLE "alerts" RENAME COLUMN "severity" TO "severity__3_0_0";
