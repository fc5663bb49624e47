-- migrator: phase = bind
-- migrator: lock-timeout = 400ms

CREATE SCHEMA IF NOT EXISTS "coexistence";

CREATE FUNCTION "coexistence"."reviews.insert.836c1992"() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $coexistence$
BEGIN
  IF NEW."language__3_0_0" IS NOT NULL THEN
    NEW."language" := NEW."language__3_0_0";
  ELSE
    NEW."language__3_0_0" := coalesce(NEW."language", 'und');
  END IF;
  IF NEW."helpful_count__3_0_0" IS NOT NULL THEN
    NEW."helpful_count" := CASE WHEN NEW."helpful_count__3_0_0" IS NOT NULL THEN least(greatest(NEW."helpful_count__3_0_0"::NUMERIC, -2147483648), 2147483647)::INTEGER END;
  ELSE
    NEW."helpful_count__3_0_0" := NEW."helpful_count"::BIGINT;
  END IF;
  IF NEW."word_count" IS NULL THEN NEW."word_count" := coalesce(array_length(regexp_split_to_array(nullif(trim(NEW."content"), ''), '\s+'), 1), 0); END IF;
  RETURN NEW;
END
$coexistence$;

CREATE FUNCTION "coexistence"."reviews.language__3_0_0.9660b241"() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $coexistence$
BEGIN
  NEW."language" := NEW."language__3_0_0";
  RETURN NEW;
END
$coexistence$;

CREATE FUNCTION "coexistence"."reviews.helpful_count__3_0_0.1f647bdc"() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $coexistence$
BEGIN
  NEW."helpful_count" := CASE WHEN NEW."helpful_count__3_0_0" IS NOT NULL THEN least(greatest(NEW."helpful_count__3_0_0"::NUMERIC, -2147483648), 2147483647)::INTEGER END;
  RETURN NEW;
END
$coexistence$;

CREATE FUNCTION "coexistence"."reviews.language.e501eadb"() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $coexistence$
BEGIN
  IF NEW."language__3_0_0" IS DISTINCT FROM (coalesce(NEW."language", 'und')) AND NEW."language" IS DISTINCT FROM (NEW."language__3_0_0") THEN
    NEW."language__3_0_0" := coalesce(NEW."language", 'und');
  END IF;
  RETURN NEW;
END
$coexistence$;

CREATE FUNCTION "coexistence"."reviews.helpful_count.106cbb6d"() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $coexistence$
BEGIN
  IF NEW."helpful_count__3_0_0" IS DISTINCT FROM (NEW."helpful_count"::BIGINT) AND NEW."helpful_count" IS DISTINCT FROM (CASE WHEN NEW."helpful_count__3_0_0" IS NOT NULL THEN least(greatest(NEW."helpful_count__3_0_0"::NUMERIC, -2147483648), 2147483647)::INTEGER END) THEN
    NEW."helpful_count__3_0_0" := NEW."helpful_count"::BIGINT;
  END IF;
  RETURN NEW;
END
$coexistence$;

CREATE OR REPLACE TRIGGER "!1 insert" BEFORE INSERT ON "public"."reviews"
  FOR EACH ROW
  EXECUTE FUNCTION "coexistence"."reviews.insert.836c1992"();

CREATE OR REPLACE TRIGGER "!2 language__3_0_0" BEFORE UPDATE OF "language__3_0_0" ON "public"."reviews"
  FOR EACH ROW WHEN (NEW."language__3_0_0" IS DISTINCT FROM OLD."language__3_0_0")
  EXECUTE FUNCTION "coexistence"."reviews.language__3_0_0.9660b241"();

CREATE OR REPLACE TRIGGER "!2 helpful_count__3_0_0" BEFORE UPDATE OF "helpful_count__3_0_0" ON "public"."reviews"
  FOR EACH ROW WHEN (NEW."helpful_count__3_0_0" IS DISTINCT FROM OLD."helpful_count__3_0_0")
  EXECUTE FUNCTION "coexistence"."reviews.helpful_count__3_0_0.1f647bdc"();

CREATE OR REPLACE TRIGGER "~ language" BEFORE INSERT OR UPDATE ON "public"."reviews"
  FOR EACH ROW
  EXECUTE FUNCTION "coexistence"."reviews.language.e501eadb"();

CREATE OR REPLACE TRIGGER "~ helpful_count" BEFORE INSERT OR UPDATE ON "public"."reviews"
  FOR EACH ROW
  EXECUTE FUNCTION "coexistence"."reviews.helpful_count.106cbb6d"();

DROP FUNCTION "coexistence"."reviews.insert.94b18d6e"();

DROP FUNCTION "coexistence"."reviews.language.7bbb6be0"();

DROP FUNCTION "coexistence"."reviews.helpful_count.c36189df"();
