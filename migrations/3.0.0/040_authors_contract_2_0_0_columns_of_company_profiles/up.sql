-- migrator: phase = contract
-- migrator: ends = 2.0.0
-- migrator: lock-timeout = 400ms
--
-- Loses what "public"."company_profiles"."about" holds.

ALTER TABLE "public"."company_profiles"
  DROP COLUMN "about";
