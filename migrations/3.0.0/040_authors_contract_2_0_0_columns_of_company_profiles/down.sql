-- migrator: lock-timeout = 400ms
-- migrator: rollback = lossy
--
-- Makes what "public"."company_profiles"."about" holds from the other columns.

ALTER TABLE "company_profiles" ADD COLUMN "about" TEXT;
