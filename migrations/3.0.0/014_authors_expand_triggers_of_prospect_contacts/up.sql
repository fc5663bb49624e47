-- migrator: phase = expand
-- migrator: lock-timeout = 400ms

CREATE SCHEMA IF NOT EXISTS "coexistence";

CREATE FUNCTION "coexistence"."prospect_contacts.insert.a2e46bad"() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $coexistence$
BEGIN
  NEW."job_title__3_0_0" := NEW."job_title"::VARCHAR(300);
  RETURN NEW;
END
$coexistence$;

CREATE FUNCTION "coexistence"."prospect_contacts.job_title.d27416b5"() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $coexistence$
BEGIN
  NEW."job_title__3_0_0" := NEW."job_title"::VARCHAR(300);
  RETURN NEW;
END
$coexistence$;

CREATE OR REPLACE TRIGGER "!1 insert" BEFORE INSERT ON "public"."prospect_contacts"
  FOR EACH ROW
  EXECUTE FUNCTION "coexistence"."prospect_contacts.insert.a2e46bad"();

CREATE OR REPLACE TRIGGER "!2 job_title" BEFORE UPDATE OF "job_title" ON "public"."prospect_contacts"
  FOR EACH ROW WHEN (NEW."job_title" IS DISTINCT FROM OLD."job_title")
  EXECUTE FUNCTION "coexistence"."prospect_contacts.job_title.d27416b5"();
