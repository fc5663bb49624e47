-- migrator: lock-timeout = 400ms
-- migrator: rollback = instant

CREATE SCHEMA IF NOT EXISTS "coexistence";

CREATE FUNCTION "coexistence"."companies.insert about of company_profiles.0c7fe76b"() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $coexistence$
BEGIN
  IF NEW."about" IS NOT NULL THEN
    INSERT INTO "public"."company_profiles" AS held ("company_id", "about") VALUES (NEW."id", NEW."about")
    ON CONFLICT ("company_id") DO UPDATE SET "about" = NEW."about" WHERE held."about" IS DISTINCT FROM NEW."about";
  ELSE
    UPDATE "public"."company_profiles" AS held SET "about" = NEW."about" WHERE held."company_id" = NEW."id" AND (held."about" IS DISTINCT FROM NEW."about");
  END IF;
  RETURN NULL;
END
$coexistence$;

CREATE FUNCTION "coexistence"."companies.update about of company_profiles.4faf042e"() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $coexistence$
BEGIN
  IF NEW."about" IS NOT NULL THEN
    INSERT INTO "public"."company_profiles" AS held ("company_id", "about") VALUES (NEW."id", NEW."about")
    ON CONFLICT ("company_id") DO UPDATE SET "about" = NEW."about" WHERE held."about" IS DISTINCT FROM NEW."about";
  ELSE
    UPDATE "public"."company_profiles" AS held SET "about" = NEW."about" WHERE held."company_id" = NEW."id" AND (held."about" IS DISTINCT FROM NEW."about");
  END IF;
  RETURN NULL;
END
$coexistence$;

CREATE OR REPLACE TRIGGER "!3 insert about of company_profiles" AFTER INSERT ON "public"."companies"
  FOR EACH ROW
  EXECUTE FUNCTION "coexistence"."companies.insert about of company_profiles.0c7fe76b"();

CREATE OR REPLACE TRIGGER "!3 update about of company_profiles" AFTER UPDATE OF "about" ON "public"."companies"
  FOR EACH ROW WHEN (NEW."about" IS DISTINCT FROM OLD."about")
  EXECUTE FUNCTION "coexistence"."companies.update about of company_profiles.4faf042e"();
