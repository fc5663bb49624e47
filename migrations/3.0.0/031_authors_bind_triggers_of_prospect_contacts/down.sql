-- migrator: lock-timeout = 400ms
-- migrator: rollback = instant

CREATE SCHEMA IF NOT EXISTS "coexistence";

CREATE FUNCTION "coexistence"."prospect_contacts.insert.a2e46bad"() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $coexistence$
BEGIN
  NEW."job_title__3_0_0" := NEW."job_title"::VARCHAR(300);
  RETURN NEW;
END
$coexistence$;

CREATE OR REPLACE TRIGGER "!1 insert" BEFORE INSERT ON "public"."prospect_contacts"
  FOR EACH ROW
  EXECUTE FUNCTION "coexistence"."prospect_contacts.insert.a2e46bad"();

DROP TRIGGER "!2 job_title__3_0_0" ON "public"."prospect_contacts";

DROP FUNCTION "coexistence"."prospect_contacts.insert.393ca669"();

DROP FUNCTION "coexistence"."prospect_contacts.job_title__3_0_0.38ba8204"();
