-- ======== open: views
-- ---- up.sql
-- migrator: phase = open
--
-- The views of 1.0.0.

CREATE SCHEMA "db_1_0_0";

CREATE VIEW "db_1_0_0"."Tag" AS
  SELECT "id", "code", "rank"
  FROM "public"."Tag";

-- ---- down.sql
-- migrator: rollback = instant
--
-- The rows are those of the tables, which stay.

DROP SCHEMA IF EXISTS "db_1_0_0" CASCADE;

-- ======== expand: tables
-- ---- up.sql
-- migrator: phase = expand

ALTER TABLE "Tag" ADD COLUMN "code__2_0_0" BIGINT;

-- ---- down.sql
-- migrator: rollback = lossy
--
-- Loses what "Tag"."code__2_0_0" holds.

ALTER TABLE "Tag" DROP COLUMN "code__2_0_0";

-- ======== expand: triggers_of_Tag
-- ---- up.sql
-- migrator: phase = expand
-- migrator: lock-timeout = 400ms

CREATE SCHEMA IF NOT EXISTS "coexistence";

CREATE FUNCTION "coexistence"."Tag.insert.d86d3000"() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $coexistence$
BEGIN
  NEW."code__2_0_0" := NEW."code"::BIGINT;
  RETURN NEW;
END
$coexistence$;

CREATE FUNCTION "coexistence"."Tag.code.82e096ab"() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $coexistence$
BEGIN
  NEW."code__2_0_0" := NEW."code"::BIGINT;
  RETURN NEW;
END
$coexistence$;

CREATE OR REPLACE TRIGGER "!1 insert" BEFORE INSERT ON "public"."Tag"
  FOR EACH ROW
  EXECUTE FUNCTION "coexistence"."Tag.insert.d86d3000"();

CREATE OR REPLACE TRIGGER "!2 code" BEFORE UPDATE OF "code" ON "public"."Tag"
  FOR EACH ROW WHEN (NEW."code" IS DISTINCT FROM OLD."code")
  EXECUTE FUNCTION "coexistence"."Tag.code.82e096ab"();

-- ---- down.sql
-- migrator: lock-timeout = 400ms
-- migrator: rollback = instant

DROP TRIGGER "!1 insert" ON "public"."Tag";

DROP TRIGGER "!2 code" ON "public"."Tag";

DROP FUNCTION "coexistence"."Tag.insert.d86d3000"();

DROP FUNCTION "coexistence"."Tag.code.82e096ab"();

-- ======== fill: rows_of_Tag
-- ---- up.sql
-- migrator: phase = fill
-- migrator: batches = "public"."Tag" by "id", target = 50ms
-- migrator: verify = SELECT 1 FROM "public"."Tag" AS filled WHERE (filled."code__2_0_0") IS DISTINCT FROM (filled."code"::BIGINT) LIMIT 1
-- migrator: lock-timeout = 400ms

UPDATE "public"."Tag" AS filled
  SET "code__2_0_0" = filled."code"::BIGINT
  WHERE filled."id" >= {from} AND filled."id" <= {to} AND (filled."code__2_0_0") IS DISTINCT FROM (filled."code"::BIGINT);

-- ---- down.sql
-- migrator: rollback = instant
--
-- There is nothing to undo.

-- ======== prove: tables
-- ---- up.sql
-- migrator: phase = prove
-- migrator: no-transaction

CREATE UNIQUE INDEX CONCURRENTLY "Tag_code_key__2_0_0" ON "Tag"("code__2_0_0");

CREATE INDEX CONCURRENTLY "Tag_rank_code_idx__2_0_0" ON "Tag"("rank", "code__2_0_0");

-- ---- down.sql
-- migrator: no-transaction
-- migrator: rollback = instant

DROP INDEX CONCURRENTLY "Tag_rank_code_idx__2_0_0";

DROP INDEX CONCURRENTLY "Tag_code_key__2_0_0";

-- ======== prove: tables_constrain
-- ---- up.sql
-- migrator: phase = prove

-- Holds for what is written from now on; the rows that are there are looked at later.
ALTER TABLE "Tag" ADD CONSTRAINT "Tag_code__2_0_0_not_null_check" CHECK ("code__2_0_0" IS NOT NULL) NOT VALID;

-- ---- down.sql
-- migrator: rollback = instant

ALTER TABLE "Tag" DROP CONSTRAINT IF EXISTS "Tag_code__2_0_0_not_null_check";

-- ======== prove: tables_validate
-- ---- up.sql
-- migrator: phase = prove

-- On its own, so that the locks of the migrations before are let go.

-- Reads the table while others read and write it.
ALTER TABLE "Tag" VALIDATE CONSTRAINT "Tag_code__2_0_0_not_null_check";

-- PostgreSQL takes the valid check for proof, and reads nothing.
ALTER TABLE "Tag" ALTER COLUMN "code__2_0_0" SET NOT NULL;

ALTER TABLE "Tag" DROP CONSTRAINT "Tag_code__2_0_0_not_null_check";

-- ---- down.sql
-- migrator: rollback = instant

ALTER TABLE "Tag" ALTER COLUMN "code__2_0_0" DROP NOT NULL;

-- ======== bind: triggers_of_Tag
-- ---- up.sql
-- migrator: phase = bind
-- migrator: lock-timeout = 400ms

CREATE SCHEMA IF NOT EXISTS "coexistence";

CREATE FUNCTION "coexistence"."Tag.insert.c32193d3"() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $coexistence$
BEGIN
  IF NEW."code__2_0_0" IS NOT NULL THEN
    NEW."code" := CASE WHEN NEW."code__2_0_0" IS NOT NULL THEN least(greatest(NEW."code__2_0_0"::NUMERIC, -2147483648), 2147483647)::INTEGER END;
  ELSE
    NEW."code__2_0_0" := NEW."code"::BIGINT;
  END IF;
  RETURN NEW;
END
$coexistence$;

CREATE FUNCTION "coexistence"."Tag.code__2_0_0.4d80d913"() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $coexistence$
BEGIN
  NEW."code" := CASE WHEN NEW."code__2_0_0" IS NOT NULL THEN least(greatest(NEW."code__2_0_0"::NUMERIC, -2147483648), 2147483647)::INTEGER END;
  RETURN NEW;
END
$coexistence$;

CREATE OR REPLACE TRIGGER "!1 insert" BEFORE INSERT ON "public"."Tag"
  FOR EACH ROW
  EXECUTE FUNCTION "coexistence"."Tag.insert.c32193d3"();

CREATE OR REPLACE TRIGGER "!2 code__2_0_0" BEFORE UPDATE OF "code__2_0_0" ON "public"."Tag"
  FOR EACH ROW WHEN (NEW."code__2_0_0" IS DISTINCT FROM OLD."code__2_0_0")
  EXECUTE FUNCTION "coexistence"."Tag.code__2_0_0.4d80d913"();

DROP FUNCTION "coexistence"."Tag.insert.d86d3000"();

-- ---- down.sql
-- migrator: lock-timeout = 400ms
-- migrator: rollback = instant

CREATE SCHEMA IF NOT EXISTS "coexistence";

CREATE FUNCTION "coexistence"."Tag.insert.d86d3000"() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $coexistence$
BEGIN
  NEW."code__2_0_0" := NEW."code"::BIGINT;
  RETURN NEW;
END
$coexistence$;

CREATE OR REPLACE TRIGGER "!1 insert" BEFORE INSERT ON "public"."Tag"
  FOR EACH ROW
  EXECUTE FUNCTION "coexistence"."Tag.insert.d86d3000"();

DROP TRIGGER "!2 code__2_0_0" ON "public"."Tag";

DROP FUNCTION "coexistence"."Tag.insert.c32193d3"();

DROP FUNCTION "coexistence"."Tag.code__2_0_0.4d80d913"();

-- ======== open: views
-- ---- up.sql
-- migrator: phase = open
--
-- The views of 2.0.0.

CREATE SCHEMA "db_2_0_0";

COMMENT ON SCHEMA "db_2_0_0" IS '{"constraints":{"Tag_code_key__2_0_0":"Tag_code_key"}}';

CREATE VIEW "db_2_0_0"."Tag" AS
  SELECT "id", "code__2_0_0" AS "code", "rank"
  FROM "public"."Tag";

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

COMMENT ON SCHEMA "db_2_0_0" IS NULL;

-- ---- down.sql
-- migrator: rollback = instant
--
-- The views of 1.0.0.

CREATE SCHEMA "db_1_0_0";

CREATE VIEW "db_1_0_0"."Tag" AS
  SELECT "id", "code", "rank"
  FROM "public"."Tag";

COMMENT ON SCHEMA "db_2_0_0" IS '{"constraints":{"Tag_code_key__2_0_0":"Tag_code_key"}}';

-- ======== contract: columns_of_Tag
-- ---- up.sql
-- migrator: phase = contract
-- migrator: ends = 1.0.0
-- migrator: lock-timeout = 400ms
--
-- Loses what "public"."Tag"."code" holds.

DROP TRIGGER "!1 insert" ON "public"."Tag";

DROP TRIGGER "!2 code" ON "public"."Tag";

DROP TRIGGER "!2 code__2_0_0" ON "public"."Tag";

DROP FUNCTION "coexistence"."Tag.insert.c32193d3"();

DROP FUNCTION "coexistence"."Tag.code.82e096ab"();

DROP FUNCTION "coexistence"."Tag.code__2_0_0.4d80d913"();

ALTER TABLE "public"."Tag"
  DROP COLUMN "code";

-- ---- down.sql
-- migrator: lock-timeout = 400ms
-- migrator: rollback = lossy
--
-- Makes what "public"."Tag"."code" holds from the other columns.

ALTER TABLE "Tag" ADD COLUMN "code" INTEGER;

UPDATE "public"."Tag" AS filled SET "code" = CASE WHEN filled."code__2_0_0" IS NOT NULL THEN least(greatest(filled."code__2_0_0"::NUMERIC, -2147483648), 2147483647)::INTEGER END;

CREATE UNIQUE INDEX "Tag_code_key" ON "Tag"("code");

CREATE INDEX "Tag_rank_code_idx" ON "Tag"("rank", "code");

ALTER TABLE "Tag" ADD CONSTRAINT "Tag_code_not_null_check" CHECK ("code" IS NOT NULL) NOT VALID;

ALTER TABLE "Tag" VALIDATE CONSTRAINT "Tag_code_not_null_check";

ALTER TABLE "Tag" ALTER COLUMN "code" SET NOT NULL;

ALTER TABLE "Tag" DROP CONSTRAINT "Tag_code_not_null_check";

CREATE SCHEMA IF NOT EXISTS "coexistence";

CREATE FUNCTION "coexistence"."Tag.insert.c32193d3"() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $coexistence$
BEGIN
  IF NEW."code__2_0_0" IS NOT NULL THEN
    NEW."code" := CASE WHEN NEW."code__2_0_0" IS NOT NULL THEN least(greatest(NEW."code__2_0_0"::NUMERIC, -2147483648), 2147483647)::INTEGER END;
  ELSE
    NEW."code__2_0_0" := NEW."code"::BIGINT;
  END IF;
  RETURN NEW;
END
$coexistence$;

CREATE FUNCTION "coexistence"."Tag.code.82e096ab"() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $coexistence$
BEGIN
  NEW."code__2_0_0" := NEW."code"::BIGINT;
  RETURN NEW;
END
$coexistence$;

CREATE FUNCTION "coexistence"."Tag.code__2_0_0.4d80d913"() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $coexistence$
BEGIN
  NEW."code" := CASE WHEN NEW."code__2_0_0" IS NOT NULL THEN least(greatest(NEW."code__2_0_0"::NUMERIC, -2147483648), 2147483647)::INTEGER END;
  RETURN NEW;
END
$coexistence$;

CREATE OR REPLACE TRIGGER "!1 insert" BEFORE INSERT ON "public"."Tag"
  FOR EACH ROW
  EXECUTE FUNCTION "coexistence"."Tag.insert.c32193d3"();

CREATE OR REPLACE TRIGGER "!2 code" BEFORE UPDATE OF "code" ON "public"."Tag"
  FOR EACH ROW WHEN (NEW."code" IS DISTINCT FROM OLD."code")
  EXECUTE FUNCTION "coexistence"."Tag.code.82e096ab"();

CREATE OR REPLACE TRIGGER "!2 code__2_0_0" BEFORE UPDATE OF "code__2_0_0" ON "public"."Tag"
  FOR EACH ROW WHEN (NEW."code__2_0_0" IS DISTINCT FROM OLD."code__2_0_0")
  EXECUTE FUNCTION "coexistence"."Tag.code__2_0_0.4d80d913"();

-- ======== contract: tables
-- ---- up.sql
-- migrator: phase = contract
-- migrator: ends = 1.0.0

ALTER TABLE "Tag" RENAME COLUMN "code__2_0_0" TO "code";

ALTER INDEX "Tag_code_key__2_0_0" RENAME TO "Tag_code_key";

ALTER INDEX "Tag_rank_code_idx__2_0_0" RENAME TO "Tag_rank_code_idx";

-- ---- down.sql
-- migrator: rollback = instant

ALTER INDEX "Tag_rank_code_idx" RENAME TO "Tag_rank_code_idx__2_0_0";

ALTER INDEX "Tag_code_key" RENAME TO "Tag_code_key__2_0_0";

ALTER TABLE "Tag" RENAME COLUMN "code" TO "code__2_0_0";
