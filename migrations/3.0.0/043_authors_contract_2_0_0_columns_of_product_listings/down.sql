-- migrator: lock-timeout = 400ms
-- migrator: rollback = lossy
--
-- Makes what "public"."product_listings"."url" holds from the other columns.

ALTER TABLE "product_listings" ADD COLUMN "url" TEXT;

UPDATE "public"."product_listings" SET "url" = coalesce("url__3_0_0", '');

ALTER TABLE "product_listings" ADD CONSTRAINT "product_listings_url_not_null_check" CHECK ("url" IS NOT NULL) NOT VALID;

ALTER TABLE "product_listings" VALIDATE CONSTRAINT "product_listings_url_not_null_check";

ALTER TABLE "product_listings"
  ALTER COLUMN "url" SET NOT NULL,
  DROP CONSTRAINT "product_listings_url_not_null_check";

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

CREATE FUNCTION "coexistence"."product_listings.url.83749797"() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $coexistence$
BEGIN
  NEW."url__3_0_0" := NEW."url";
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

CREATE OR REPLACE TRIGGER "!2 url" BEFORE UPDATE OF "url" ON "public"."product_listings"
  FOR EACH ROW WHEN (NEW."url" IS DISTINCT FROM OLD."url")
  EXECUTE FUNCTION "coexistence"."product_listings.url.83749797"();

CREATE OR REPLACE TRIGGER "!2 url__3_0_0" BEFORE UPDATE OF "url__3_0_0" ON "public"."product_listings"
  FOR EACH ROW WHEN (NEW."url__3_0_0" IS DISTINCT FROM OLD."url__3_0_0")
  EXECUTE FUNCTION "coexistence"."product_listings.url__3_0_0.1d25f2c4"();
