-- migrator: lock-timeout = 400ms
-- migrator: rollback = instant

CREATE SCHEMA IF NOT EXISTS "coexistence";

CREATE FUNCTION "coexistence"."product_listings.insert.b77e8ad5"() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $coexistence$
BEGIN
  NEW."url__3_0_0" := NEW."url";
  RETURN NEW;
END
$coexistence$;

CREATE OR REPLACE TRIGGER "!1 insert" BEFORE INSERT ON "public"."product_listings"
  FOR EACH ROW
  EXECUTE FUNCTION "coexistence"."product_listings.insert.b77e8ad5"();

DROP TRIGGER "!2 url__3_0_0" ON "public"."product_listings";

DROP FUNCTION "coexistence"."product_listings.insert.b2352eb2"();

DROP FUNCTION "coexistence"."product_listings.url__3_0_0.1d25f2c4"();
