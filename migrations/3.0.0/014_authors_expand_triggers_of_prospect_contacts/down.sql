-- migrator: lock-timeout = 400ms
-- migrator: rollback = instant

DROP TRIGGER "!1 insert" ON "public"."prospect_contacts";

DROP TRIGGER "!2 job_title" ON "public"."prospect_contacts";

DROP FUNCTION "coexistence"."prospect_contacts.insert.a2e46bad"();

DROP FUNCTION "coexistence"."prospect_contacts.job_title.d27416b5"();
