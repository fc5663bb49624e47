-- migrator: phase = bind
-- migrator: lock-timeout = 400ms

CREATE SCHEMA IF NOT EXISTS "coexistence";

CREATE FUNCTION "coexistence"."product_listings.insert.b2352eb2"() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $coexistence$
BEGIN
  IF NEW."url__3_0_0" IS NOT NULL THEN
    NEW."url" := coalesce(NEW."url__3_0_0", '');
  ELSE
    IF NEW."url" IS NULL THEN
      NEW."url" := coalesce(NEW."url__3_0_0", '');
    ELSE
      NEW."url__3_0_0" := NEW."url";
    END IF;
  END IF;
  RETURN NEW;
END
$coexistence$;

CREATE FUNCTION "coexistence"."product_listings.url__3_0_0.1d25f2c4"() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $coexistence$
BEGIN
  NEW."url" := coalesce(NEW."url__3_0_0", '');
  RETURN NEW;
END
$coexistence$;

CREATE OR REPLACE TRIGGER "!1 insert" BEFORE INSERT ON "public"."product_listings"
  FOR EACH ROW
  EXECUTE FUNCTION "coexistence"."product_listings.insert.b2352eb2"();

CREATE OR REPLACE TRIGGER "!2 url__3_0_0" BEFORE UPDATE OF "url__3_0_0" ON "public"."product_listings"
  FOR EACH ROW WHEN (NEW."url__3_0_0" IS DISTINCT FROM OLD."url__3_0_0")
  EXECUTE FUNCTION "coexistence"."product_listings.url__3_0_0.1d25f2c4"();

DROP FUNCTION "coexistence"."product_listings.insert.b77e8ad5"();
