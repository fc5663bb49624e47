-- ======== open: views
-- ---- up.sql
-- migrator: phase = open
--
-- The views of 1.0.0.

CREATE SCHEMA "db_1_0_0";

CREATE VIEW "db_1_0_0"."reviews" AS
  SELECT "id", "helpful"
  FROM "public"."reviews";

ALTER VIEW "db_1_0_0"."reviews"
  ALTER COLUMN "helpful" SET DEFAULT 0;

-- ---- down.sql
-- migrator: rollback = instant
--
-- The rows are those of the tables, which stay.

DROP SCHEMA IF EXISTS "db_1_0_0" CASCADE;

-- ======== expand: tables
-- ---- up.sql
-- migrator: phase = expand

ALTER TABLE "reviews" ADD COLUMN "helpful__2_0_0" BIGINT;

-- ---- down.sql
-- migrator: rollback = lossy
--
-- Loses what "reviews"."helpful__2_0_0" holds.

ALTER TABLE "reviews" DROP COLUMN "helpful__2_0_0";

-- ======== expand: triggers_of_reviews
-- ---- up.sql
-- migrator: phase = expand
-- migrator: lock-timeout = 400ms

CREATE SCHEMA IF NOT EXISTS "coexistence";

CREATE FUNCTION "coexistence"."reviews.insert.eb2b826c"() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $coexistence$
BEGIN
  NEW."helpful__2_0_0" := NEW."helpful"::BIGINT;
  RETURN NEW;
END
$coexistence$;

CREATE FUNCTION "coexistence"."reviews.helpful.9bd14d12"() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $coexistence$
BEGIN
  NEW."helpful__2_0_0" := NEW."helpful"::BIGINT;
  RETURN NEW;
END
$coexistence$;

CREATE OR REPLACE TRIGGER "!1 insert" BEFORE INSERT ON "public"."reviews"
  FOR EACH ROW
  EXECUTE FUNCTION "coexistence"."reviews.insert.eb2b826c"();

CREATE OR REPLACE TRIGGER "!2 helpful" BEFORE UPDATE OF "helpful" ON "public"."reviews"
  FOR EACH ROW WHEN (NEW."helpful" IS DISTINCT FROM OLD."helpful")
  EXECUTE FUNCTION "coexistence"."reviews.helpful.9bd14d12"();

-- ---- down.sql
-- migrator: lock-timeout = 400ms
-- migrator: rollback = instant

DROP TRIGGER "!1 insert" ON "public"."reviews";

DROP TRIGGER "!2 helpful" ON "public"."reviews";

DROP FUNCTION "coexistence"."reviews.insert.eb2b826c"();

DROP FUNCTION "coexistence"."reviews.helpful.9bd14d12"();

-- ======== fill: rows_of_reviews
-- ---- up.sql
-- migrator: phase = fill
-- migrator: batches = "public"."reviews" by "id", target = 50ms
-- migrator: verify = SELECT 1 FROM "public"."reviews" AS filled WHERE (filled."helpful__2_0_0") IS DISTINCT FROM (filled."helpful"::BIGINT) LIMIT 1
-- migrator: lock-timeout = 400ms

UPDATE "public"."reviews" AS filled
  SET "helpful__2_0_0" = filled."helpful"::BIGINT
  WHERE filled."id" >= {from} AND filled."id" <= {to} AND (filled."helpful__2_0_0") IS DISTINCT FROM (filled."helpful"::BIGINT);

-- ---- down.sql
-- migrator: rollback = instant
--
-- There is nothing to undo.

-- ======== prove: tables
-- ---- up.sql
-- migrator: phase = prove

-- Holds for what is written from now on; the rows that are there are looked at later.
ALTER TABLE "reviews" ADD CONSTRAINT "reviews_helpful__2_0_0_not_null_check" CHECK ("helpful__2_0_0" IS NOT NULL) NOT VALID;

-- ---- down.sql
-- migrator: rollback = instant

ALTER TABLE "reviews" DROP CONSTRAINT IF EXISTS "reviews_helpful__2_0_0_not_null_check";

-- ======== prove: tables_validate
-- ---- up.sql
-- migrator: phase = prove

-- On its own, so that the locks of the migrations before are let go.

-- Reads the table while others read and write it.
ALTER TABLE "reviews" VALIDATE CONSTRAINT "reviews_helpful__2_0_0_not_null_check";

-- PostgreSQL takes the valid check for proof, and reads nothing.
ALTER TABLE "reviews" ALTER COLUMN "helpful__2_0_0" SET NOT NULL;

ALTER TABLE "reviews" DROP CONSTRAINT "reviews_helpful__2_0_0_not_null_check";

-- ---- down.sql
-- migrator: rollback = instant

ALTER TABLE "reviews" ALTER COLUMN "helpful__2_0_0" DROP NOT NULL;

-- ======== bind: tables
-- ---- up.sql
-- migrator: phase = bind

ALTER TABLE "reviews" ALTER COLUMN "helpful" DROP DEFAULT;

-- ---- down.sql
-- migrator: rollback = instant

ALTER TABLE "reviews" ALTER COLUMN "helpful" SET DEFAULT 0;

-- ======== bind: triggers_of_reviews
-- ---- up.sql
-- migrator: phase = bind
-- migrator: lock-timeout = 400ms

CREATE SCHEMA IF NOT EXISTS "coexistence";

CREATE FUNCTION "coexistence"."reviews.insert.f15faba6"() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $coexistence$
BEGIN
  IF NEW."helpful__2_0_0" IS NOT NULL THEN
    NEW."helpful" := CASE WHEN NEW."helpful__2_0_0" IS NOT NULL THEN least(greatest(NEW."helpful__2_0_0"::NUMERIC, -2147483648), 2147483647)::INTEGER END;
  ELSE
    NEW."helpful__2_0_0" := NEW."helpful"::BIGINT;
  END IF;
  RETURN NEW;
END
$coexistence$;

CREATE FUNCTION "coexistence"."reviews.helpful__2_0_0.2ff0351c"() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $coexistence$
BEGIN
  NEW."helpful" := CASE WHEN NEW."helpful__2_0_0" IS NOT NULL THEN least(greatest(NEW."helpful__2_0_0"::NUMERIC, -2147483648), 2147483647)::INTEGER END;
  RETURN NEW;
END
$coexistence$;

CREATE OR REPLACE TRIGGER "!1 insert" BEFORE INSERT ON "public"."reviews"
  FOR EACH ROW
  EXECUTE FUNCTION "coexistence"."reviews.insert.f15faba6"();

CREATE OR REPLACE TRIGGER "!2 helpful__2_0_0" BEFORE UPDATE OF "helpful__2_0_0" ON "public"."reviews"
  FOR EACH ROW WHEN (NEW."helpful__2_0_0" IS DISTINCT FROM OLD."helpful__2_0_0")
  EXECUTE FUNCTION "coexistence"."reviews.helpful__2_0_0.2ff0351c"();

DROP FUNCTION "coexistence"."reviews.insert.eb2b826c"();

-- ---- down.sql
-- migrator: lock-timeout = 400ms
-- migrator: rollback = instant

CREATE SCHEMA IF NOT EXISTS "coexistence";

CREATE FUNCTION "coexistence"."reviews.insert.eb2b826c"() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $coexistence$
BEGIN
  NEW."helpful__2_0_0" := NEW."helpful"::BIGINT;
  RETURN NEW;
END
$coexistence$;

CREATE OR REPLACE TRIGGER "!1 insert" BEFORE INSERT ON "public"."reviews"
  FOR EACH ROW
  EXECUTE FUNCTION "coexistence"."reviews.insert.eb2b826c"();

DROP TRIGGER "!2 helpful__2_0_0" ON "public"."reviews";

DROP FUNCTION "coexistence"."reviews.insert.f15faba6"();

DROP FUNCTION "coexistence"."reviews.helpful__2_0_0.2ff0351c"();

-- ======== open: views
-- ---- up.sql
-- migrator: phase = open
--
-- The views of 2.0.0.

CREATE SCHEMA "db_2_0_0";

CREATE VIEW "db_2_0_0"."reviews" AS
  SELECT "id", "helpful__2_0_0" AS "helpful"
  FROM "public"."reviews";

ALTER VIEW "db_2_0_0"."reviews"
  ALTER COLUMN "helpful" SET DEFAULT 0;

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

CREATE VIEW "db_1_0_0"."reviews" AS
  SELECT "id", "helpful"
  FROM "public"."reviews";

ALTER VIEW "db_1_0_0"."reviews"
  ALTER COLUMN "helpful" SET DEFAULT 0;

-- ======== contract: columns_of_reviews
-- ---- up.sql
-- migrator: phase = contract
-- migrator: ends = 1.0.0
-- migrator: lock-timeout = 400ms
--
-- Loses what "public"."reviews"."helpful" holds.

DROP TRIGGER "!1 insert" ON "public"."reviews";

DROP TRIGGER "!2 helpful" ON "public"."reviews";

DROP TRIGGER "!2 helpful__2_0_0" ON "public"."reviews";

DROP FUNCTION "coexistence"."reviews.insert.f15faba6"();

DROP FUNCTION "coexistence"."reviews.helpful.9bd14d12"();

DROP FUNCTION "coexistence"."reviews.helpful__2_0_0.2ff0351c"();

ALTER TABLE "public"."reviews"
  DROP COLUMN "helpful";

-- ---- down.sql
-- migrator: lock-timeout = 400ms
-- migrator: rollback = lossy
--
-- Makes what "public"."reviews"."helpful" holds from the other columns.

ALTER TABLE "reviews" ADD COLUMN "helpful" INTEGER;

UPDATE "public"."reviews" AS filled SET "helpful" = CASE WHEN filled."helpful__2_0_0" IS NOT NULL THEN least(greatest(filled."helpful__2_0_0"::NUMERIC, -2147483648), 2147483647)::INTEGER END;

ALTER TABLE "reviews" ADD CONSTRAINT "reviews_helpful_not_null_check" CHECK ("helpful" IS NOT NULL) NOT VALID;

ALTER TABLE "reviews" VALIDATE CONSTRAINT "reviews_helpful_not_null_check";

ALTER TABLE "reviews" ALTER COLUMN "helpful" SET NOT NULL;

ALTER TABLE "reviews" DROP CONSTRAINT "reviews_helpful_not_null_check";

CREATE SCHEMA IF NOT EXISTS "coexistence";

CREATE FUNCTION "coexistence"."reviews.insert.f15faba6"() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $coexistence$
BEGIN
  IF NEW."helpful__2_0_0" IS NOT NULL THEN
    NEW."helpful" := CASE WHEN NEW."helpful__2_0_0" IS NOT NULL THEN least(greatest(NEW."helpful__2_0_0"::NUMERIC, -2147483648), 2147483647)::INTEGER END;
  ELSE
    NEW."helpful__2_0_0" := NEW."helpful"::BIGINT;
  END IF;
  RETURN NEW;
END
$coexistence$;

CREATE FUNCTION "coexistence"."reviews.helpful.9bd14d12"() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $coexistence$
BEGIN
  NEW."helpful__2_0_0" := NEW."helpful"::BIGINT;
  RETURN NEW;
END
$coexistence$;

CREATE FUNCTION "coexistence"."reviews.helpful__2_0_0.2ff0351c"() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $coexistence$
BEGIN
  NEW."helpful" := CASE WHEN NEW."helpful__2_0_0" IS NOT NULL THEN least(greatest(NEW."helpful__2_0_0"::NUMERIC, -2147483648), 2147483647)::INTEGER END;
  RETURN NEW;
END
$coexistence$;

CREATE OR REPLACE TRIGGER "!1 insert" BEFORE INSERT ON "public"."reviews"
  FOR EACH ROW
  EXECUTE FUNCTION "coexistence"."reviews.insert.f15faba6"();

CREATE OR REPLACE TRIGGER "!2 helpful" BEFORE UPDATE OF "helpful" ON "public"."reviews"
  FOR EACH ROW WHEN (NEW."helpful" IS DISTINCT FROM OLD."helpful")
  EXECUTE FUNCTION "coexistence"."reviews.helpful.9bd14d12"();

CREATE OR REPLACE TRIGGER "!2 helpful__2_0_0" BEFORE UPDATE OF "helpful__2_0_0" ON "public"."reviews"
  FOR EACH ROW WHEN (NEW."helpful__2_0_0" IS DISTINCT FROM OLD."helpful__2_0_0")
  EXECUTE FUNCTION "coexistence"."reviews.helpful__2_0_0.2ff0351c"();

-- ======== contract: tables
-- ---- up.sql
-- migrator: phase = contract
-- migrator: ends = 1.0.0

ALTER TABLE "reviews" RENAME COLUMN "helpful__2_0_0" TO "helpful";

ALTER TABLE "reviews" ALTER COLUMN "helpful" SET DEFAULT 0;

-- ---- down.sql
-- migrator: rollback = instant

ALTER TABLE "reviews" ALTER COLUMN "helpful" DROP DEFAULT;

ALTER TABLE "reviews" RENAME COLUMN "helpful" TO "helpful__2_0_0";
