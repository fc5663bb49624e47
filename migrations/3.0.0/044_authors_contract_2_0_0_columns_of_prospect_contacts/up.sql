-- migrator: phase = contract
-- migrator: ends = 2.0.0
-- migrator: lock-timeout = 400ms
--
-- Loses what "public"."prospect_contacts"."job_title" holds.

DROP TRIGGER "!1 insert" ON "public"."prospect_contacts";

DROP TRIGGER "!2 job_title" ON "public"."prospect_contacts";

DROP TRIGGER "!2 job_title__3_0_0" ON "public"."prospect_contacts";

DROP FUNCTION "coexistence"."prospect_contacts.insert.393ca669"();

DROP FUNCTION "coexistence"."prospect_contacts.job_title.d27416b5"();

DROP FUNCTION "coexistence"."prospect_contacts.job_title__3_0_0.38ba8204"();

ALTER TABLE "public"."prospect_contacts"
  DROP COLUMN "job_title";
