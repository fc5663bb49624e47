-- migrator: phase = expand
-- migrator: lock-timeout = 400ms

CREATE SCHEMA IF NOT EXISTS "coexistence";

CREATE FUNCTION "coexistence"."products.insert.25176946"() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $coexistence$
BEGIN
  NEW."description__3_0_0" := CASE WHEN NEW."description" IS NULL THEN '{}'::text[] ELSE ARRAY[NEW."description"] END;
  RETURN NEW;
END
$coexistence$;

CREATE FUNCTION "coexistence"."products.description.2060d5ef"() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $coexistence$
BEGIN
  NEW."description__3_0_0" := CASE WHEN NEW."description" IS NULL THEN '{}'::text[] ELSE ARRAY[NEW."description"] END;
  RETURN NEW;
END
$coexistence$;

CREATE OR REPLACE TRIGGER "!1 insert" BEFORE INSERT ON "public"."products"
  FOR EACH ROW
  EXECUTE FUNCTION "coexistence"."products.insert.25176946"();

CREATE OR REPLACE TRIGGER "!2 description" BEFORE UPDATE OF "description" ON "public"."products"
  FOR EACH ROW WHEN (NEW."description" IS DISTINCT FROM OLD."description")
  EXECUTE FUNCTION "coexistence"."products.description.2060d5ef"();
