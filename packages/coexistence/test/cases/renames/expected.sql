-- ======== open: views
-- ---- up.sql
-- migrator: phase = open
--
-- The views of 1.0.0.

CREATE SCHEMA "db_1_0_0";

CREATE VIEW "db_1_0_0"."reviews" AS
  SELECT "id", "body", "reviewer_id"
  FROM "public"."reviews";

ALTER VIEW "db_1_0_0"."reviews"
  ALTER COLUMN "body" SET DEFAULT '';

CREATE VIEW "db_1_0_0"."reviewers" AS
  SELECT "id", "name"
  FROM "public"."reviewers";

-- ---- down.sql
-- migrator: rollback = instant
--
-- The rows are those of the tables, which stay.

DROP SCHEMA IF EXISTS "db_1_0_0" CASCADE;

-- ======== open: views
-- ---- up.sql
-- migrator: phase = open
--
-- The views of 2.0.0.

CREATE SCHEMA "db_2_0_0";

COMMENT ON SCHEMA "db_2_0_0" IS '{"constraints":{"reviewers_pkey":"authors_pkey","reviews_reviewer_id_fkey":"reviews_author_id_fkey"}}';

CREATE VIEW "db_2_0_0"."authors" AS
  SELECT "id", "name"
  FROM "public"."reviewers";

CREATE VIEW "db_2_0_0"."reviews" AS
  SELECT "id", "body" AS "content", "reviewer_id" AS "author_id"
  FROM "public"."reviews";

ALTER VIEW "db_2_0_0"."reviews"
  ALTER COLUMN "content" SET DEFAULT CASE WHEN true THEN NULL::TEXT END;

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

CREATE VIEW "db_1_0_0"."reviews" AS
  SELECT "id", "body", "reviewer_id"
  FROM "public"."reviews";

ALTER VIEW "db_1_0_0"."reviews"
  ALTER COLUMN "body" SET DEFAULT '';

CREATE VIEW "db_1_0_0"."reviewers" AS
  SELECT "id", "name"
  FROM "public"."reviewers";

COMMENT ON SCHEMA "db_2_0_0" IS '{"constraints":{"reviewers_pkey":"authors_pkey","reviews_reviewer_id_fkey":"reviews_author_id_fkey"}}';

-- ======== contract: tables
-- ---- up.sql
-- migrator: phase = contract
-- migrator: ends = 1.0.0

ALTER TABLE "reviewers" RENAME TO "authors";

ALTER INDEX "reviewers_pkey" RENAME TO "authors_pkey";

ALTER SEQUENCE IF EXISTS "reviewers_id_seq" RENAME TO "authors_id_seq";

-- ---- down.sql
-- migrator: rollback = instant

ALTER SEQUENCE IF EXISTS "authors_id_seq" RENAME TO "reviewers_id_seq";

ALTER INDEX "authors_pkey" RENAME TO "reviewers_pkey";

ALTER TABLE "authors" RENAME TO "reviewers";

-- ======== contract: tables_switch_2
-- ---- up.sql
-- migrator: phase = contract
-- migrator: ends = 1.0.0

ALTER TABLE "reviews" RENAME COLUMN "body" TO "content";

ALTER TABLE "reviews" RENAME COLUMN "reviewer_id" TO "author_id";

ALTER TABLE "reviews" RENAME CONSTRAINT "reviews_reviewer_id_fkey" TO "reviews_author_id_fkey";

ALTER TABLE "reviews" ALTER COLUMN "content" DROP DEFAULT;

-- ---- down.sql
-- migrator: rollback = instant

ALTER TABLE "reviews" ALTER COLUMN "content" SET DEFAULT '';

ALTER TABLE "reviews" RENAME CONSTRAINT "reviews_author_id_fkey" TO "reviews_reviewer_id_fkey";

ALTER TABLE "reviews" RENAME COLUMN "author_id" TO "reviewer_id";

ALTER TABLE "reviews" RENAME COLUMN "content" TO "body";
