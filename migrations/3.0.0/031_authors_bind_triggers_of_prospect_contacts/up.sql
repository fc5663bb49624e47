-- migrator: phase = bind
-- migrator: lock-timeout = 400ms

CREATE SCHEMA IF NOT EXISTS "coexistence";

CREATE FUNCTION "coexistence"."prospect_contacts.insert.393ca669"() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $coexistence$
BEGIN
  IF NEW."job_title__3_0_0" IS NOT NULL THEN
    NEW."job_title" := left(NEW."job_title__3_0_0"::TEXT, 200)::VARCHAR(200);
  ELSE
    NEW."job_title__3_0_0" := NEW."job_title"::VARCHAR(300);
  END IF;
  RETURN NEW;
END
$coexistence$;

CREATE FUNCTION "coexistence"."prospect_contacts.job_title__3_0_0.38ba8204"() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $coexistence$
BEGIN
  NEW."job_title" := left(NEW."job_title__3_0_0"::TEXT, 200)::VARCHAR(200);
  RETURN NEW;
END
$coexistence$;

CREATE OR REPLACE TRIGGER "!1 insert" BEFORE INSERT ON "public"."prospect_contacts"
  FOR EACH ROW
  EXECUTE FUNCTION "coexistence"."prospect_contacts.insert.393ca669"();

CREATE OR REPLACE TRIGGER "!2 job_title__3_0_0" BEFORE UPDATE OF "job_title__3_0_0" ON "public"."prospect_contacts"
  FOR EACH ROW WHEN (NEW."job_title__3_0_0" IS DISTINCT FROM OLD."job_title__3_0_0")
  EXECUTE FUNCTION "coexistence"."prospect_contacts.job_title__3_0_0.38ba8204"();

DROP FUNCTION "coexistence"."prospect_contacts.insert.a2e46bad"();
