-- ======== open: views
-- ---- up.sql
-- migrator: phase = open
--
-- The views of 1.0.0.

CREATE SCHEMA "db_1_0_0";

CREATE VIEW "db_1_0_0"."Review" AS
  SELECT "shop", "number", "content", "score"
  FROM "public"."Review";

-- ---- down.sql
-- migrator: rollback = instant
--
-- The rows are those of the tables, which stay.

DROP SCHEMA IF EXISTS "db_1_0_0" CASCADE;

-- ======== expand: tables
-- ---- up.sql
-- migrator: phase = expand

ALTER TABLE "Review"
  ADD COLUMN "words" INTEGER,
  ADD COLUMN "token" UUID;

-- ---- down.sql
-- migrator: rollback = lossy
--
-- Loses what "Review"."words" holds.
-- Loses what "Review"."token" holds.

ALTER TABLE "Review"
  DROP COLUMN "token",
  DROP COLUMN "words";

-- ======== expand: triggers_of_Review
-- ---- up.sql
-- migrator: phase = expand
-- migrator: lock-timeout = 400ms

CREATE SCHEMA IF NOT EXISTS "coexistence";

CREATE FUNCTION "coexistence"."Review.insert.1e6889df"() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $coexistence$
BEGIN
  IF NEW."words" IS NULL THEN NEW."words" := array_length(string_to_array(NEW."content", ' '), 1); END IF;
  IF NEW."token" IS NULL THEN NEW."token" := gen_random_uuid(); END IF;
  IF NEW."score" IS NULL THEN NEW."score" := NEW."words" * 10; END IF;
  RETURN NEW;
END
$coexistence$;

CREATE OR REPLACE TRIGGER "!1 insert" BEFORE INSERT ON "public"."Review"
  FOR EACH ROW
  EXECUTE FUNCTION "coexistence"."Review.insert.1e6889df"();

-- ---- down.sql
-- migrator: lock-timeout = 400ms
-- migrator: rollback = instant

DROP TRIGGER "!1 insert" ON "public"."Review";

DROP FUNCTION "coexistence"."Review.insert.1e6889df"();

-- ======== fill: rows_of_Review
-- ---- up.sql
-- migrator: phase = fill
-- migrator: batches = "public"."Review" by "shop", "number", target = 50ms
-- migrator: verify = SELECT 1 FROM "public"."Review" AS filled WHERE filled."words" IS NULL OR filled."token" IS NULL LIMIT 1
-- migrator: lock-timeout = 400ms

UPDATE "public"."Review" AS filled
  SET "words" = array_length(string_to_array(filled."content", ' '), 1)
  WHERE (filled."shop", filled."number") >= ({from}) AND (filled."shop", filled."number") <= ({to}) AND filled."words" IS NULL;

UPDATE "public"."Review" AS filled
  SET "token" = gen_random_uuid()
  WHERE (filled."shop", filled."number") >= ({from}) AND (filled."shop", filled."number") <= ({to}) AND filled."token" IS NULL;

-- ---- down.sql
-- migrator: rollback = instant
--
-- There is nothing to undo.

-- ======== prove: tables
-- ---- up.sql
-- migrator: phase = prove

-- Holds for what is written from now on; the rows that are there are looked at later.
ALTER TABLE "Review"
  ADD CONSTRAINT "Review_words_not_null_check" CHECK ("words" IS NOT NULL) NOT VALID,
  ADD CONSTRAINT "Review_token_not_null_check" CHECK ("token" IS NOT NULL) NOT VALID;

-- ---- down.sql
-- migrator: rollback = instant

ALTER TABLE "Review"
  DROP CONSTRAINT IF EXISTS "Review_token_not_null_check",
  DROP CONSTRAINT IF EXISTS "Review_words_not_null_check";

-- ======== prove: tables_validate
-- ---- up.sql
-- migrator: phase = prove

-- On its own, so that the locks of the migrations before are let go.

-- Reads the table while others read and write it.
ALTER TABLE "Review" VALIDATE CONSTRAINT "Review_words_not_null_check";

ALTER TABLE "Review" VALIDATE CONSTRAINT "Review_token_not_null_check";

-- PostgreSQL takes the valid check for proof, and reads nothing.
ALTER TABLE "Review"
  ALTER COLUMN "words" SET NOT NULL,
  ALTER COLUMN "token" SET NOT NULL;

ALTER TABLE "Review"
  DROP CONSTRAINT "Review_words_not_null_check",
  DROP CONSTRAINT "Review_token_not_null_check";

-- ---- down.sql
-- migrator: rollback = instant

ALTER TABLE "Review"
  ALTER COLUMN "token" DROP NOT NULL,
  ALTER COLUMN "words" DROP NOT NULL;

-- ======== open: views
-- ---- up.sql
-- migrator: phase = open
--
-- The views of 2.0.0.

CREATE SCHEMA "db_2_0_0";

CREATE VIEW "db_2_0_0"."Review" AS
  SELECT "shop", "number", "content", "words", "token"
  FROM "public"."Review";

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
  SELECT "shop", "number", "content", "score"
  FROM "public"."Review";

-- ======== contract: columns_of_Review
-- ---- up.sql
-- migrator: phase = contract
-- migrator: ends = 1.0.0
-- migrator: lock-timeout = 400ms
--
-- Loses what "public"."Review"."score" holds.

DROP TRIGGER "!1 insert" ON "public"."Review";

DROP FUNCTION "coexistence"."Review.insert.1e6889df"();

ALTER TABLE "public"."Review"
  DROP COLUMN "score";

-- ---- down.sql
-- migrator: lock-timeout = 400ms
-- migrator: rollback = lossy
--
-- Makes what "public"."Review"."score" holds from the other columns.

ALTER TABLE "Review" ADD COLUMN "score" INTEGER;

UPDATE "public"."Review" AS filled SET "score" = filled."words" * 10;

ALTER TABLE "Review" ADD CONSTRAINT "Review_score_not_null_check" CHECK ("score" IS NOT NULL) NOT VALID;

ALTER TABLE "Review" VALIDATE CONSTRAINT "Review_score_not_null_check";

ALTER TABLE "Review" ALTER COLUMN "score" SET NOT NULL;

ALTER TABLE "Review" DROP CONSTRAINT "Review_score_not_null_check";

CREATE SCHEMA IF NOT EXISTS "coexistence";

CREATE FUNCTION "coexistence"."Review.insert.1e6889df"() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $coexistence$
BEGIN
  IF NEW."words" IS NULL THEN NEW."words" := array_length(string_to_array(NEW."content", ' '), 1); END IF;
  IF NEW."token" IS NULL THEN NEW."token" := gen_random_uuid(); END IF;
  IF NEW."score" IS NULL THEN NEW."score" := NEW."words" * 10; END IF;
  RETURN NEW;
END
$coexistence$;

CREATE OR REPLACE TRIGGER "!1 insert" BEFORE INSERT ON "public"."Review"
  FOR EACH ROW
  EXECUTE FUNCTION "coexistence"."Review.insert.1e6889df"();
