-- migrator: phase = bind
-- migrator: lock-timeout = 400ms

CREATE SCHEMA IF NOT EXISTS "coexistence";

CREATE FUNCTION "coexistence"."products.insert.b0d756bd"() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $coexistence$
BEGIN
  IF NEW."description__3_0_0" IS NOT NULL THEN
    NEW."description" := (NEW."description__3_0_0")[1];
  ELSE
    NEW."description__3_0_0" := CASE WHEN NEW."description" IS NULL THEN '{}'::text[] ELSE ARRAY[NEW."description"] END;
  END IF;
  RETURN NEW;
END
$coexistence$;

CREATE FUNCTION "coexistence"."products.description__3_0_0.9c89c267"() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $coexistence$
BEGIN
  NEW."description" := (NEW."description__3_0_0")[1];
  RETURN NEW;
END
$coexistence$;

CREATE OR REPLACE TRIGGER "!1 insert" BEFORE INSERT ON "public"."products"
  FOR EACH ROW
  EXECUTE FUNCTION "coexistence"."products.insert.b0d756bd"();

CREATE OR REPLACE TRIGGER "!2 description__3_0_0" BEFORE UPDATE OF "description__3_0_0" ON "public"."products"
  FOR EACH ROW WHEN (NEW."description__3_0_0" IS DISTINCT FROM OLD."description__3_0_0")
  EXECUTE FUNCTION "coexistence"."products.description__3_0_0.9c89c267"();

DROP FUNCTION "coexistence"."products.insert.25176946"();
