-- ======== open: views
-- ---- up.sql
-- migrator: phase = open
--
-- The views of 1.0.0.

CREATE SCHEMA "db_1_0_0";

CREATE VIEW "db_1_0_0"."Listing" AS
  SELECT "id", "language", "url"
  FROM "public"."Listing";

-- ---- down.sql
-- migrator: rollback = instant
--
-- The rows are those of the tables, which stay.

DROP SCHEMA IF EXISTS "db_1_0_0" CASCADE;

-- ======== expand: tables
-- ---- up.sql
-- migrator: phase = expand

ALTER TABLE "Listing"
  ADD COLUMN "language__2_0_0" TEXT,
  ADD COLUMN "url__2_0_0" TEXT;

-- ---- down.sql
-- migrator: rollback = lossy
--
-- Loses what "Listing"."language__2_0_0" holds.
-- Loses what "Listing"."url__2_0_0" holds.

ALTER TABLE "Listing"
  DROP COLUMN "url__2_0_0",
  DROP COLUMN "language__2_0_0";

-- ======== expand: triggers_of_Listing
-- ---- up.sql
-- migrator: phase = expand
-- migrator: lock-timeout = 400ms

CREATE SCHEMA IF NOT EXISTS "coexistence";

CREATE FUNCTION "coexistence"."Listing.insert.2d2c581c"() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $coexistence$
BEGIN
  NEW."language__2_0_0" := coalesce(NEW."language", 'und');
  NEW."url__2_0_0" := NEW."url";
  RETURN NEW;
END
$coexistence$;

CREATE FUNCTION "coexistence"."Listing.language.80f7acc8"() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $coexistence$
BEGIN
  NEW."language__2_0_0" := coalesce(NEW."language", 'und');
  RETURN NEW;
END
$coexistence$;

CREATE FUNCTION "coexistence"."Listing.url.0764c24d"() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $coexistence$
BEGIN
  NEW."url__2_0_0" := NEW."url";
  RETURN NEW;
END
$coexistence$;

CREATE OR REPLACE TRIGGER "!1 insert" BEFORE INSERT ON "public"."Listing"
  FOR EACH ROW
  EXECUTE FUNCTION "coexistence"."Listing.insert.2d2c581c"();

CREATE OR REPLACE TRIGGER "!2 language" BEFORE UPDATE OF "language" ON "public"."Listing"
  FOR EACH ROW WHEN (NEW."language" IS DISTINCT FROM OLD."language")
  EXECUTE FUNCTION "coexistence"."Listing.language.80f7acc8"();

CREATE OR REPLACE TRIGGER "!2 url" BEFORE UPDATE OF "url" ON "public"."Listing"
  FOR EACH ROW WHEN (NEW."url" IS DISTINCT FROM OLD."url")
  EXECUTE FUNCTION "coexistence"."Listing.url.0764c24d"();

-- ---- down.sql
-- migrator: lock-timeout = 400ms
-- migrator: rollback = instant

DROP TRIGGER "!1 insert" ON "public"."Listing";

DROP TRIGGER "!2 language" ON "public"."Listing";

DROP TRIGGER "!2 url" ON "public"."Listing";

DROP FUNCTION "coexistence"."Listing.insert.2d2c581c"();

DROP FUNCTION "coexistence"."Listing.language.80f7acc8"();

DROP FUNCTION "coexistence"."Listing.url.0764c24d"();

-- ======== fill: rows_of_Listing
-- ---- up.sql
-- migrator: phase = fill
-- migrator: batches = "public"."Listing" by "id", target = 50ms
-- migrator: verify = SELECT 1 FROM "public"."Listing" AS filled WHERE (filled."language__2_0_0") IS DISTINCT FROM (coalesce(filled."language", 'und')) OR (filled."url__2_0_0") IS DISTINCT FROM (filled."url") LIMIT 1
-- migrator: lock-timeout = 400ms

UPDATE "public"."Listing" AS filled
  SET "language__2_0_0" = coalesce(filled."language", 'und'),
    "url__2_0_0" = filled."url"
  WHERE filled."id" >= {from} AND filled."id" <= {to} AND ((filled."language__2_0_0") IS DISTINCT FROM (coalesce(filled."language", 'und')) OR (filled."url__2_0_0") IS DISTINCT FROM (filled."url"));

-- ---- down.sql
-- migrator: rollback = instant
--
-- There is nothing to undo.

-- ======== prove: tables
-- ---- up.sql
-- migrator: phase = prove

-- Holds for what is written from now on; the rows that are there are looked at later.
ALTER TABLE "Listing" ADD CONSTRAINT "Listing_language__2_0_0_not_null_check" CHECK ("language__2_0_0" IS NOT NULL) NOT VALID;

-- ---- down.sql
-- migrator: rollback = instant

ALTER TABLE "Listing" DROP CONSTRAINT IF EXISTS "Listing_language__2_0_0_not_null_check";

-- ======== prove: tables_validate
-- ---- up.sql
-- migrator: phase = prove

-- On its own, so that the locks of the migrations before are let go.

-- Reads the table while others read and write it.
ALTER TABLE "Listing" VALIDATE CONSTRAINT "Listing_language__2_0_0_not_null_check";

-- PostgreSQL takes the valid check for proof, and reads nothing.
ALTER TABLE "Listing" ALTER COLUMN "language__2_0_0" SET NOT NULL;

ALTER TABLE "Listing" DROP CONSTRAINT "Listing_language__2_0_0_not_null_check";

-- ---- down.sql
-- migrator: rollback = instant

ALTER TABLE "Listing" ALTER COLUMN "language__2_0_0" DROP NOT NULL;

-- ======== bind: triggers_of_Listing
-- ---- up.sql
-- migrator: phase = bind
-- migrator: lock-timeout = 400ms

CREATE SCHEMA IF NOT EXISTS "coexistence";

CREATE FUNCTION "coexistence"."Listing.insert.b4c3dcc8"() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $coexistence$
BEGIN
  IF NEW."language__2_0_0" IS NOT NULL THEN
    NEW."language" := NEW."language__2_0_0";
  ELSE
    NEW."language__2_0_0" := coalesce(NEW."language", 'und');
  END IF;
  IF NEW."url__2_0_0" IS NOT NULL THEN
    NEW."url" := coalesce(NEW."url__2_0_0", '');
  ELSE
    IF NEW."url" IS NULL THEN
      NEW."url" := coalesce(NEW."url__2_0_0", '');
    ELSE
      NEW."url__2_0_0" := NEW."url";
    END IF;
  END IF;
  RETURN NEW;
END
$coexistence$;

CREATE FUNCTION "coexistence"."Listing.language__2_0_0.48a032ae"() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $coexistence$
BEGIN
  NEW."language" := NEW."language__2_0_0";
  RETURN NEW;
END
$coexistence$;

CREATE FUNCTION "coexistence"."Listing.url__2_0_0.58e7f2af"() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $coexistence$
BEGIN
  NEW."url" := coalesce(NEW."url__2_0_0", '');
  RETURN NEW;
END
$coexistence$;

CREATE OR REPLACE TRIGGER "!1 insert" BEFORE INSERT ON "public"."Listing"
  FOR EACH ROW
  EXECUTE FUNCTION "coexistence"."Listing.insert.b4c3dcc8"();

CREATE OR REPLACE TRIGGER "!2 language__2_0_0" BEFORE UPDATE OF "language__2_0_0" ON "public"."Listing"
  FOR EACH ROW WHEN (NEW."language__2_0_0" IS DISTINCT FROM OLD."language__2_0_0")
  EXECUTE FUNCTION "coexistence"."Listing.language__2_0_0.48a032ae"();

CREATE OR REPLACE TRIGGER "!2 url__2_0_0" BEFORE UPDATE OF "url__2_0_0" ON "public"."Listing"
  FOR EACH ROW WHEN (NEW."url__2_0_0" IS DISTINCT FROM OLD."url__2_0_0")
  EXECUTE FUNCTION "coexistence"."Listing.url__2_0_0.58e7f2af"();

DROP FUNCTION "coexistence"."Listing.insert.2d2c581c"();

-- ---- down.sql
-- migrator: lock-timeout = 400ms
-- migrator: rollback = instant

CREATE SCHEMA IF NOT EXISTS "coexistence";

CREATE FUNCTION "coexistence"."Listing.insert.2d2c581c"() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $coexistence$
BEGIN
  NEW."language__2_0_0" := coalesce(NEW."language", 'und');
  NEW."url__2_0_0" := NEW."url";
  RETURN NEW;
END
$coexistence$;

CREATE OR REPLACE TRIGGER "!1 insert" BEFORE INSERT ON "public"."Listing"
  FOR EACH ROW
  EXECUTE FUNCTION "coexistence"."Listing.insert.2d2c581c"();

DROP TRIGGER "!2 language__2_0_0" ON "public"."Listing";

DROP TRIGGER "!2 url__2_0_0" ON "public"."Listing";

DROP FUNCTION "coexistence"."Listing.insert.b4c3dcc8"();

DROP FUNCTION "coexistence"."Listing.language__2_0_0.48a032ae"();

DROP FUNCTION "coexistence"."Listing.url__2_0_0.58e7f2af"();

-- ======== open: views
-- ---- up.sql
-- migrator: phase = open
--
-- The views of 2.0.0.

CREATE SCHEMA "db_2_0_0";

CREATE VIEW "db_2_0_0"."Listing" AS
  SELECT "id", "language__2_0_0" AS "language", "url__2_0_0" AS "url"
  FROM "public"."Listing";

-- ---- down.sql
-- migrator: rollback = instant
--
-- The rows are those of the tables, which stay.

DROP SCHEMA IF EXISTS "db_2_0_0" CASCADE;

-- ======== contract: views
-- ---- up.sql
-- migrator: phase = contract
-- migrator: ends = 1.0.0
--
-- The views of 1.0.0.

DROP SCHEMA IF EXISTS "db_1_0_0" CASCADE;

-- ---- down.sql
-- migrator: rollback = instant
--
-- The views of 1.0.0.

CREATE SCHEMA "db_1_0_0";

CREATE VIEW "db_1_0_0"."Listing" AS
  SELECT "id", "language", "url"
  FROM "public"."Listing";

-- ======== contract: columns_of_Listing
-- ---- up.sql
-- migrator: phase = contract
-- migrator: ends = 1.0.0
-- migrator: lock-timeout = 400ms
--
-- Loses what "public"."Listing"."language" holds.
-- Loses what "public"."Listing"."url" holds.

DROP TRIGGER "!1 insert" ON "public"."Listing";

DROP TRIGGER "!2 language" ON "public"."Listing";

DROP TRIGGER "!2 language__2_0_0" ON "public"."Listing";

DROP TRIGGER "!2 url" ON "public"."Listing";

DROP TRIGGER "!2 url__2_0_0" ON "public"."Listing";

DROP FUNCTION "coexistence"."Listing.insert.b4c3dcc8"();

DROP FUNCTION "coexistence"."Listing.language.80f7acc8"();

DROP FUNCTION "coexistence"."Listing.language__2_0_0.48a032ae"();

DROP FUNCTION "coexistence"."Listing.url.0764c24d"();

DROP FUNCTION "coexistence"."Listing.url__2_0_0.58e7f2af"();

ALTER TABLE "public"."Listing"
  DROP COLUMN "language",
  DROP COLUMN "url";

-- ---- down.sql
-- migrator: lock-timeout = 400ms
-- migrator: rollback = lossy
--
-- Makes what "public"."Listing"."language" holds from the other columns.
-- Makes what "public"."Listing"."url" holds from the other columns.

ALTER TABLE "Listing"
  ADD COLUMN "language" TEXT,
  ADD COLUMN "url" TEXT;

UPDATE "public"."Listing" AS filled SET "language" = filled."language__2_0_0";

UPDATE "public"."Listing" AS filled SET "url" = coalesce(filled."url__2_0_0", '');

ALTER TABLE "Listing" ADD CONSTRAINT "Listing_url_not_null_check" CHECK ("url" IS NOT NULL) NOT VALID;

ALTER TABLE "Listing" VALIDATE CONSTRAINT "Listing_url_not_null_check";

ALTER TABLE "Listing" ALTER COLUMN "url" SET NOT NULL;

ALTER TABLE "Listing" DROP CONSTRAINT "Listing_url_not_null_check";

CREATE SCHEMA IF NOT EXISTS "coexistence";

CREATE FUNCTION "coexistence"."Listing.insert.b4c3dcc8"() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $coexistence$
BEGIN
  IF NEW."language__2_0_0" IS NOT NULL THEN
    NEW."language" := NEW."language__2_0_0";
  ELSE
    NEW."language__2_0_0" := coalesce(NEW."language", 'und');
  END IF;
  IF NEW."url__2_0_0" IS NOT NULL THEN
    NEW."url" := coalesce(NEW."url__2_0_0", '');
  ELSE
    IF NEW."url" IS NULL THEN
      NEW."url" := coalesce(NEW."url__2_0_0", '');
    ELSE
      NEW."url__2_0_0" := NEW."url";
    END IF;
  END IF;
  RETURN NEW;
END
$coexistence$;

CREATE FUNCTION "coexistence"."Listing.language.80f7acc8"() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $coexistence$
BEGIN
  NEW."language__2_0_0" := coalesce(NEW."language", 'und');
  RETURN NEW;
END
$coexistence$;

CREATE FUNCTION "coexistence"."Listing.language__2_0_0.48a032ae"() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $coexistence$
BEGIN
  NEW."language" := NEW."language__2_0_0";
  RETURN NEW;
END
$coexistence$;

CREATE FUNCTION "coexistence"."Listing.url.0764c24d"() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $coexistence$
BEGIN
  NEW."url__2_0_0" := NEW."url";
  RETURN NEW;
END
$coexistence$;

CREATE FUNCTION "coexistence"."Listing.url__2_0_0.58e7f2af"() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $coexistence$
BEGIN
  NEW."url" := coalesce(NEW."url__2_0_0", '');
  RETURN NEW;
END
$coexistence$;

CREATE OR REPLACE TRIGGER "!1 insert" BEFORE INSERT ON "public"."Listing"
  FOR EACH ROW
  EXECUTE FUNCTION "coexistence"."Listing.insert.b4c3dcc8"();

CREATE OR REPLACE TRIGGER "!2 language" BEFORE UPDATE OF "language" ON "public"."Listing"
  FOR EACH ROW WHEN (NEW."language" IS DISTINCT FROM OLD."language")
  EXECUTE FUNCTION "coexistence"."Listing.language.80f7acc8"();

CREATE OR REPLACE TRIGGER "!2 language__2_0_0" BEFORE UPDATE OF "language__2_0_0" ON "public"."Listing"
  FOR EACH ROW WHEN (NEW."language__2_0_0" IS DISTINCT FROM OLD."language__2_0_0")
  EXECUTE FUNCTION "coexistence"."Listing.language__2_0_0.48a032ae"();

CREATE OR REPLACE TRIGGER "!2 url" BEFORE UPDATE OF "url" ON "public"."Listing"
  FOR EACH ROW WHEN (NEW."url" IS DISTINCT FROM OLD."url")
  EXECUTE FUNCTION "coexistence"."Listing.url.0764c24d"();

CREATE OR REPLACE TRIGGER "!2 url__2_0_0" BEFORE UPDATE OF "url__2_0_0" ON "public"."Listing"
  FOR EACH ROW WHEN (NEW."url__2_0_0" IS DISTINCT FROM OLD."url__2_0_0")
  EXECUTE FUNCTION "coexistence"."Listing.url__2_0_0.58e7f2af"();

-- ======== contract: tables
-- ---- up.sql
-- migrator: phase = contract
-- migrator: ends = 1.0.0

ALTER TABLE "Listing" RENAME COLUMN "language__2_0_0" TO "language";

ALTER TABLE "Listing" RENAME COLUMN "url__2_0_0" TO "url";

-- ---- down.sql
-- migrator: rollback = instant

ALTER TABLE "Listing" RENAME COLUMN "url" TO "url__2_0_0";

ALTER TABLE "Listing" RENAME COLUMN "language" TO "language__2_0_0";
