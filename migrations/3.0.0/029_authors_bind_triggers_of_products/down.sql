-- migrator: lock-timeout = 400ms
-- migrator: rollback = instant

CREATE SCHEMA IF NOT EXISTS "coexistence";

CREATE FUNCTION "coexistence"."products.insert.25176946"() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $coexistence$
BEGIN
  NEW."description__3_0_0" := CASE WHEN NEW."description" IS NULL THEN '{}'::text[] ELSE ARRAY[NEW."description"] END;
  RETURN NEW;
END
$coexistence$;

CREATE OR REPLACE TRIGGER "!1 insert" BEFORE INSERT ON "public"."products"
  FOR EACH ROW
  EXECUTE FUNCTION "coexistence"."products.insert.25176946"();

DROP TRIGGER "!2 description__3_0_0" ON "public"."products";

DROP FUNCTION "coexistence"."products.insert.b0d756bd"();

DROP FUNCTION "coexistence"."products.description__3_0_0.9c89c267"();
