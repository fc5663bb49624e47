-- migrator: phase = expand
-- migrator: lock-timeout = 400ms

CREATE SCHEMA IF NOT EXISTS "coexistence";

CREATE FUNCTION "coexistence"."product_listings.insert.b77e8ad5"() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $coexistence$
BEGIN
  NEW."url__3_0_0" := NEW."url";
  RETURN NEW;
END
$coexistence$;

CREATE FUNCTION "coexistence"."product_listings.url.83749797"() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $coexistence$
BEGIN
  NEW."url__3_0_0" := NEW."url";
  RETURN NEW;
END
$coexistence$;

CREATE OR REPLACE TRIGGER "!1 insert" BEFORE INSERT ON "public"."product_listings"
  FOR EACH ROW
  EXECUTE FUNCTION "coexistence"."product_listings.insert.b77e8ad5"();

CREATE OR REPLACE TRIGGER "!2 url" BEFORE UPDATE OF "url" ON "public"."product_listings"
  FOR EACH ROW WHEN (NEW."url" IS DISTINCT FROM OLD."url")
  EXECUTE FUNCTION "coexistence"."product_listings.url.83749797"();
