-- migrator: phase = contract
-- migrator: ends = 2.0.0

ALTER TABLE "prospect_contacts" RENAME COLUMN "job_title__3_0_0" TO "job_title";
