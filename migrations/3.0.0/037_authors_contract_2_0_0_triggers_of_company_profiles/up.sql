-- migrator: phase = contract
-- migrator: ends = 2.0.0
-- migrator: lock-timeout = 400ms

DROP TRIGGER "!3 make about of companies" ON "public"."company_profiles";

DROP TRIGGER "!3 insert about of companies" ON "public"."company_profiles";

DROP TRIGGER "!3 update about of companies" ON "public"."company_profiles";

DROP FUNCTION "coexistence"."company_profiles.make about of companies.7e9a25e9"();

DROP FUNCTION "coexistence"."company_profiles.insert about of companies.962b341e"();

DROP FUNCTION "coexistence"."company_profiles.update about of companies.4743142c"();
