-- ======== open: views
-- ---- up.sql
-- migrator: phase = open
--
-- The views of 1.0.0.

CREATE SCHEMA "db_1_0_0";

CREATE VIEW "db_1_0_0"."Review" AS
  SELECT "id", "status"
  FROM "public"."Review";

ALTER VIEW "db_1_0_0"."Review"
  ALTER COLUMN "status" SET DEFAULT 'pending';

-- ---- down.sql
-- migrator: rollback = instant
--
-- The rows are those of the tables, which stay.

DROP SCHEMA IF EXISTS "db_1_0_0" CASCADE;

-- ======== expand: tables
-- ---- up.sql
-- migrator: phase = expand

CREATE TYPE "status_2" AS ENUM ('queued', 'approved');

ALTER TABLE "Review" ADD COLUMN "status__2_0_0" "status_2";

-- ---- down.sql
-- migrator: rollback = lossy
--
-- Loses what "Review"."status__2_0_0" holds.

ALTER TABLE "Review" DROP COLUMN "status__2_0_0";

DROP TYPE "status_2";

-- ======== expand: triggers_of_Review
-- ---- up.sql
-- migrator: phase = expand
-- migrator: lock-timeout = 400ms

CREATE SCHEMA IF NOT EXISTS "coexistence";

CREATE FUNCTION "coexistence"."Review.insert.2029249e"() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $coexistence$
BEGIN
  NEW."status__2_0_0" := (CASE NEW."status"::TEXT WHEN 'pending' THEN 'queued' ELSE NEW."status"::TEXT END)::"status_2";
  RETURN NEW;
END
$coexistence$;

CREATE FUNCTION "coexistence"."Review.status.f3fd320e"() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $coexistence$
BEGIN
  NEW."status__2_0_0" := (CASE NEW."status"::TEXT WHEN 'pending' THEN 'queued' ELSE NEW."status"::TEXT END)::"status_2";
  RETURN NEW;
END
$coexistence$;

CREATE OR REPLACE TRIGGER "!1 insert" BEFORE INSERT ON "public"."Review"
  FOR EACH ROW
  EXECUTE FUNCTION "coexistence"."Review.insert.2029249e"();

CREATE OR REPLACE TRIGGER "!2 status" BEFORE UPDATE OF "status" ON "public"."Review"
  FOR EACH ROW WHEN (NEW."status" IS DISTINCT FROM OLD."status")
  EXECUTE FUNCTION "coexistence"."Review.status.f3fd320e"();

-- ---- down.sql
-- migrator: lock-timeout = 400ms
-- migrator: rollback = instant

DROP TRIGGER "!1 insert" ON "public"."Review";

DROP TRIGGER "!2 status" ON "public"."Review";

DROP FUNCTION "coexistence"."Review.insert.2029249e"();

DROP FUNCTION "coexistence"."Review.status.f3fd320e"();

-- ======== fill: rows_of_Review
-- ---- up.sql
-- migrator: phase = fill
-- migrator: batches = "public"."Review" by "id", target = 50ms
-- migrator: verify = SELECT 1 FROM "public"."Review" AS filled WHERE (filled."status__2_0_0") IS DISTINCT FROM ((CASE filled."status"::TEXT WHEN 'pending' THEN 'queued' ELSE filled."status"::TEXT END)::"status_2") LIMIT 1
-- migrator: lock-timeout = 400ms

UPDATE "public"."Review" AS filled
  SET "status__2_0_0" = (CASE filled."status"::TEXT WHEN 'pending' THEN 'queued' ELSE filled."status"::TEXT END)::"status_2"
  WHERE filled."id" >= {from} AND filled."id" <= {to} AND (filled."status__2_0_0") IS DISTINCT FROM ((CASE filled."status"::TEXT WHEN 'pending' THEN 'queued' ELSE filled."status"::TEXT END)::"status_2");

-- ---- down.sql
-- migrator: rollback = instant
--
-- There is nothing to undo.

-- ======== prove: tables
-- ---- up.sql
-- migrator: phase = prove

-- Holds for what is written from now on; the rows that are there are looked at later.
ALTER TABLE "Review" ADD CONSTRAINT "Review_status__2_0_0_not_null_check" CHECK ("status__2_0_0" IS NOT NULL) NOT VALID;

-- ---- down.sql
-- migrator: rollback = instant

ALTER TABLE "Review" DROP CONSTRAINT IF EXISTS "Review_status__2_0_0_not_null_check";

-- ======== prove: tables_validate
-- ---- up.sql
-- migrator: phase = prove

-- On its own, so that the locks of the migrations before are let go.

-- Reads the table while others read and write it.
ALTER TABLE "Review" VALIDATE CONSTRAINT "Review_status__2_0_0_not_null_check";

-- PostgreSQL takes the valid check for proof, and reads nothing.
ALTER TABLE "Review" ALTER COLUMN "status__2_0_0" SET NOT NULL;

ALTER TABLE "Review" DROP CONSTRAINT "Review_status__2_0_0_not_null_check";

-- ---- down.sql
-- migrator: rollback = instant

ALTER TABLE "Review" ALTER COLUMN "status__2_0_0" DROP NOT NULL;

-- ======== bind: tables
-- ---- up.sql
-- migrator: phase = bind

ALTER TABLE "Review" ALTER COLUMN "status" DROP DEFAULT;

-- ---- down.sql
-- migrator: rollback = instant

ALTER TABLE "Review" ALTER COLUMN "status" SET DEFAULT 'pending';

-- ======== bind: triggers_of_Review
-- ---- up.sql
-- migrator: phase = bind
-- migrator: lock-timeout = 400ms

CREATE SCHEMA IF NOT EXISTS "coexistence";

CREATE FUNCTION "coexistence"."Review.insert.b6c2b339"() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $coexistence$
BEGIN
  IF NEW."status__2_0_0" IS NOT NULL THEN
    NEW."status" := (CASE NEW."status__2_0_0"::TEXT WHEN 'queued' THEN 'pending' ELSE NEW."status__2_0_0"::TEXT END)::"status";
  ELSE
    NEW."status__2_0_0" := (CASE NEW."status"::TEXT WHEN 'pending' THEN 'queued' ELSE NEW."status"::TEXT END)::"status_2";
  END IF;
  RETURN NEW;
END
$coexistence$;

CREATE FUNCTION "coexistence"."Review.status__2_0_0.8aa6132d"() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $coexistence$
BEGIN
  NEW."status" := (CASE NEW."status__2_0_0"::TEXT WHEN 'queued' THEN 'pending' ELSE NEW."status__2_0_0"::TEXT END)::"status";
  RETURN NEW;
END
$coexistence$;

CREATE OR REPLACE TRIGGER "!1 insert" BEFORE INSERT ON "public"."Review"
  FOR EACH ROW
  EXECUTE FUNCTION "coexistence"."Review.insert.b6c2b339"();

CREATE OR REPLACE TRIGGER "!2 status__2_0_0" BEFORE UPDATE OF "status__2_0_0" ON "public"."Review"
  FOR EACH ROW WHEN (NEW."status__2_0_0" IS DISTINCT FROM OLD."status__2_0_0")
  EXECUTE FUNCTION "coexistence"."Review.status__2_0_0.8aa6132d"();

DROP FUNCTION "coexistence"."Review.insert.2029249e"();

-- ---- down.sql
-- migrator: lock-timeout = 400ms
-- migrator: rollback = instant

CREATE SCHEMA IF NOT EXISTS "coexistence";

CREATE FUNCTION "coexistence"."Review.insert.2029249e"() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $coexistence$
BEGIN
  NEW."status__2_0_0" := (CASE NEW."status"::TEXT WHEN 'pending' THEN 'queued' ELSE NEW."status"::TEXT END)::"status_2";
  RETURN NEW;
END
$coexistence$;

CREATE OR REPLACE TRIGGER "!1 insert" BEFORE INSERT ON "public"."Review"
  FOR EACH ROW
  EXECUTE FUNCTION "coexistence"."Review.insert.2029249e"();

DROP TRIGGER "!2 status__2_0_0" ON "public"."Review";

DROP FUNCTION "coexistence"."Review.insert.b6c2b339"();

DROP FUNCTION "coexistence"."Review.status__2_0_0.8aa6132d"();

-- ======== open: views
-- ---- up.sql
-- migrator: phase = open
--
-- The views of 2.0.0.

CREATE SCHEMA "db_2_0_0";

CREATE VIEW "db_2_0_0"."Review" AS
  SELECT "id", "status__2_0_0" AS "status"
  FROM "public"."Review";

ALTER VIEW "db_2_0_0"."Review"
  ALTER COLUMN "status" SET DEFAULT 'queued';

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

CREATE VIEW "db_1_0_0"."Review" AS
  SELECT "id", "status"
  FROM "public"."Review";

ALTER VIEW "db_1_0_0"."Review"
  ALTER COLUMN "status" SET DEFAULT 'pending';

-- ======== contract: columns_of_Review
-- ---- up.sql
-- migrator: phase = contract
-- migrator: ends = 1.0.0
-- migrator: lock-timeout = 400ms
--
-- Loses what "public"."Review"."status" holds.

DROP TRIGGER "!1 insert" ON "public"."Review";

DROP TRIGGER "!2 status" ON "public"."Review";

DROP TRIGGER "!2 status__2_0_0" ON "public"."Review";

DROP FUNCTION "coexistence"."Review.insert.b6c2b339"();

DROP FUNCTION "coexistence"."Review.status.f3fd320e"();

DROP FUNCTION "coexistence"."Review.status__2_0_0.8aa6132d"();

ALTER TABLE "public"."Review"
  DROP COLUMN "status";

-- ---- down.sql
-- migrator: lock-timeout = 400ms
-- migrator: rollback = lossy
--
-- Makes what "public"."Review"."status" holds from the other columns.

ALTER TABLE "Review" ADD COLUMN "status" "status";

UPDATE "public"."Review" AS filled SET "status" = (CASE filled."status__2_0_0"::TEXT WHEN 'queued' THEN 'pending' ELSE filled."status__2_0_0"::TEXT END)::"status";

ALTER TABLE "Review" ADD CONSTRAINT "Review_status_not_null_check" CHECK ("status" IS NOT NULL) NOT VALID;

ALTER TABLE "Review" VALIDATE CONSTRAINT "Review_status_not_null_check";

ALTER TABLE "Review" ALTER COLUMN "status" SET NOT NULL;

ALTER TABLE "Review" DROP CONSTRAINT "Review_status_not_null_check";

CREATE SCHEMA IF NOT EXISTS "coexistence";

CREATE FUNCTION "coexistence"."Review.insert.b6c2b339"() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $coexistence$
BEGIN
  IF NEW."status__2_0_0" IS NOT NULL THEN
    NEW."status" := (CASE NEW."status__2_0_0"::TEXT WHEN 'queued' THEN 'pending' ELSE NEW."status__2_0_0"::TEXT END)::"status";
  ELSE
    NEW."status__2_0_0" := (CASE NEW."status"::TEXT WHEN 'pending' THEN 'queued' ELSE NEW."status"::TEXT END)::"status_2";
  END IF;
  RETURN NEW;
END
$coexistence$;

CREATE FUNCTION "coexistence"."Review.status.f3fd320e"() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $coexistence$
BEGIN
  NEW."status__2_0_0" := (CASE NEW."status"::TEXT WHEN 'pending' THEN 'queued' ELSE NEW."status"::TEXT END)::"status_2";
  RETURN NEW;
END
$coexistence$;

CREATE FUNCTION "coexistence"."Review.status__2_0_0.8aa6132d"() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $coexistence$
BEGIN
  NEW."status" := (CASE NEW."status__2_0_0"::TEXT WHEN 'queued' THEN 'pending' ELSE NEW."status__2_0_0"::TEXT END)::"status";
  RETURN NEW;
END
$coexistence$;

CREATE OR REPLACE TRIGGER "!1 insert" BEFORE INSERT ON "public"."Review"
  FOR EACH ROW
  EXECUTE FUNCTION "coexistence"."Review.insert.b6c2b339"();

CREATE OR REPLACE TRIGGER "!2 status" BEFORE UPDATE OF "status" ON "public"."Review"
  FOR EACH ROW WHEN (NEW."status" IS DISTINCT FROM OLD."status")
  EXECUTE FUNCTION "coexistence"."Review.status.f3fd320e"();

CREATE OR REPLACE TRIGGER "!2 status__2_0_0" BEFORE UPDATE OF "status__2_0_0" ON "public"."Review"
  FOR EACH ROW WHEN (NEW."status__2_0_0" IS DISTINCT FROM OLD."status__2_0_0")
  EXECUTE FUNCTION "coexistence"."Review.status__2_0_0.8aa6132d"();

-- ======== contract: tables
-- ---- up.sql
-- migrator: phase = contract
-- migrator: ends = 1.0.0

ALTER TABLE "Review" RENAME COLUMN "status__2_0_0" TO "status";

ALTER TABLE "Review" ALTER COLUMN "status" SET DEFAULT 'queued';

-- ---- down.sql
-- migrator: rollback = instant

ALTER TABLE "Review" ALTER COLUMN "status" DROP DEFAULT;

ALTER TABLE "Review" RENAME COLUMN "status" TO "status__2_0_0";

-- ======== contract: tables_contract
-- ---- up.sql
-- migrator: phase = contract
-- migrator: ends = 1.0.0

-- Last, because nothing brings back what is dropped.

DROP TYPE "status";

-- ---- down.sql
-- migrator: rollback = instant

CREATE TYPE "status" AS ENUM ('pending', 'approved');
