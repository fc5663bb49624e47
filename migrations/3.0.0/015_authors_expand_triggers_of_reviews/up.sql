-- migrator: phase = expand
-- migrator: lock-timeout = 400ms

CREATE SCHEMA IF NOT EXISTS "coexistence";

CREATE FUNCTION "coexistence"."reviews.insert.94b18d6e"() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $coexistence$
BEGIN
  NEW."language__3_0_0" := coalesce(NEW."language", 'und');
  NEW."helpful_count__3_0_0" := NEW."helpful_count"::BIGINT;
  IF NEW."word_count" IS NULL THEN NEW."word_count" := coalesce(array_length(regexp_split_to_array(nullif(trim(NEW."content"), ''), '\s+'), 1), 0); END IF;
  RETURN NEW;
END
$coexistence$;

CREATE FUNCTION "coexistence"."reviews.language.562441b4"() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $coexistence$
BEGIN
  NEW."language__3_0_0" := coalesce(NEW."language", 'und');
  RETURN NEW;
END
$coexistence$;

CREATE FUNCTION "coexistence"."reviews.helpful_count.6f8a84ca"() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $coexistence$
BEGIN
  NEW."helpful_count__3_0_0" := NEW."helpful_count"::BIGINT;
  RETURN NEW;
END
$coexistence$;

CREATE FUNCTION "coexistence"."reviews.language.7bbb6be0"() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $coexistence$
BEGIN
  IF NEW."language__3_0_0" IS DISTINCT FROM (coalesce(NEW."language", 'und')) THEN
    NEW."language__3_0_0" := coalesce(NEW."language", 'und');
  END IF;
  RETURN NEW;
END
$coexistence$;

CREATE FUNCTION "coexistence"."reviews.helpful_count.c36189df"() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $coexistence$
BEGIN
  IF NEW."helpful_count__3_0_0" IS DISTINCT FROM (NEW."helpful_count"::BIGINT) THEN
    NEW."helpful_count__3_0_0" := NEW."helpful_count"::BIGINT;
  END IF;
  RETURN NEW;
END
$coexistence$;

CREATE OR REPLACE TRIGGER "!1 insert" BEFORE INSERT ON "public"."reviews"
  FOR EACH ROW
  EXECUTE FUNCTION "coexistence"."reviews.insert.94b18d6e"();

CREATE OR REPLACE TRIGGER "!2 language" BEFORE UPDATE OF "language" ON "public"."reviews"
  FOR EACH ROW WHEN (NEW."language" IS DISTINCT FROM OLD."language")
  EXECUTE FUNCTION "coexistence"."reviews.language.562441b4"();

CREATE OR REPLACE TRIGGER "!2 helpful_count" BEFORE UPDATE OF "helpful_count" ON "public"."reviews"
  FOR EACH ROW WHEN (NEW."helpful_count" IS DISTINCT FROM OLD."helpful_count")
  EXECUTE FUNCTION "coexistence"."reviews.helpful_count.6f8a84ca"();

CREATE OR REPLACE TRIGGER "~ language" BEFORE INSERT OR UPDATE ON "public"."reviews"
  FOR EACH ROW
  EXECUTE FUNCTION "coexistence"."reviews.language.7bbb6be0"();

CREATE OR REPLACE TRIGGER "~ helpful_count" BEFORE INSERT OR UPDATE ON "public"."reviews"
  FOR EACH ROW
  EXECUTE FUNCTION "coexistence"."reviews.helpful_count.c36189df"();
