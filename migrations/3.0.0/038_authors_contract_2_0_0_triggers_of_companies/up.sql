-- migrator: phase = contract
-- migrator: ends = 2.0.0
-- migrator: lock-timeout = 400ms

DROP TRIGGER "!3 insert about of company_profiles" ON "public"."companies";

DROP TRIGGER "!3 update about of company_profiles" ON "public"."companies";

DROP FUNCTION "coexistence"."companies.insert about of company_profiles.0c7fe76b"();

DROP FUNCTION "coexistence"."companies.update about of company_profiles.4faf042e"();
