-- migrator: phase = contract
-- migrator: ends = 2.0.0

ALTER TABLE "alerts" RENAME COLUMN "severity__3_0_0" TO "severity";
