-- migrator: lock-timeout = 400ms
-- migrator: rollback = instant

CREATE SCHEMA IF NOT EXISTS "coexistence";

CREATE FUNCTION "coexistence"."company_profiles.make about of companies.7e9a25e9"() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $coexistence$
BEGIN
  IF NOT EXISTS (SELECT FROM "public"."company_profiles" AS held WHERE held."company_id" = NEW."company_id") THEN
    PERFORM FROM "public"."companies" AS held WHERE held."id" = NEW."company_id" FOR NO KEY UPDATE;
  END IF;
  RETURN NEW;
END
$coexistence$;

CREATE FUNCTION "coexistence"."company_profiles.insert about of companies.962b341e"() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $coexistence$
BEGIN
  UPDATE "public"."companies" AS held SET "about" = coalesce(NEW."about", held."about") WHERE held."id" = NEW."company_id" AND (held."about" IS DISTINCT FROM coalesce(NEW."about", held."about"));
  UPDATE "public"."company_profiles" AS held SET "about" = coalesce(held."about", parent."about") FROM "public"."companies" AS parent WHERE held."company_id" = NEW."company_id" AND parent."id" = NEW."company_id" AND (held."about" IS NULL AND parent."about" IS NOT NULL);
  RETURN NULL;
END
$coexistence$;

CREATE FUNCTION "coexistence"."company_profiles.update about of companies.4743142c"() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $coexistence$
BEGIN
  UPDATE "public"."companies" AS held SET "about" = NEW."about" WHERE held."id" = NEW."company_id" AND (held."about" IS DISTINCT FROM NEW."about");
  RETURN NULL;
END
$coexistence$;

CREATE OR REPLACE TRIGGER "!3 make about of companies" BEFORE INSERT ON "public"."company_profiles"
  FOR EACH ROW
  EXECUTE FUNCTION "coexistence"."company_profiles.make about of companies.7e9a25e9"();

CREATE OR REPLACE TRIGGER "!3 insert about of companies" AFTER INSERT ON "public"."company_profiles"
  FOR EACH ROW
  EXECUTE FUNCTION "coexistence"."company_profiles.insert about of companies.962b341e"();

CREATE OR REPLACE TRIGGER "!3 update about of companies" AFTER UPDATE OF "about" ON "public"."company_profiles"
  FOR EACH ROW WHEN (NEW."about" IS DISTINCT FROM OLD."about")
  EXECUTE FUNCTION "coexistence"."company_profiles.update about of companies.4743142c"();
