-- migrator: lock-timeout = 400ms
-- migrator: rollback = instant

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

CREATE OR REPLACE TRIGGER "~ language" BEFORE INSERT OR UPDATE ON "public"."reviews"
  FOR EACH ROW
  EXECUTE FUNCTION "coexistence"."reviews.language.7bbb6be0"();

CREATE OR REPLACE TRIGGER "~ helpful_count" BEFORE INSERT OR UPDATE ON "public"."reviews"
  FOR EACH ROW
  EXECUTE FUNCTION "coexistence"."reviews.helpful_count.c36189df"();

DROP TRIGGER "!2 language__3_0_0" ON "public"."reviews";

DROP TRIGGER "!2 helpful_count__3_0_0" ON "public"."reviews";

DROP FUNCTION "coexistence"."reviews.insert.836c1992"();

DROP FUNCTION "coexistence"."reviews.language__3_0_0.9660b241"();

DROP FUNCTION "coexistence"."reviews.helpful_count__3_0_0.1f647bdc"();

DROP FUNCTION "coexistence"."reviews.language.e501eadb"();

DROP FUNCTION "coexistence"."reviews.helpful_count.106cbb6d"();
