-- migrator: rollback = instant

ALTER TABLE "prospect_contacts" RENAME COLUMN "job_title" TO "job_title__3_0_0";
