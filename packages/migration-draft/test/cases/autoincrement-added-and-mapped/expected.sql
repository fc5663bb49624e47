-- change type, rename table, rename columns and keys, change default

-- ======== 1 migrationDraft (the change): rollback lossy
-- note: "Page" is rewritten, and nobody can read or write it meanwhile.
-- ---- up.sql
-- migrator: statement-timeout = 30min

ALTER TABLE "Page" ALTER COLUMN "number" TYPE BIGINT;

CREATE SEQUENCE "Page_number_seq" AS BIGINT;

ALTER SEQUENCE "Page_number_seq" OWNED BY "Page"."number";

ALTER TABLE "Page" ALTER COLUMN "number" SET DEFAULT nextval('"Page_number_seq"'::regclass);

-- Goes on behind the numbers that are there.
SELECT setval('"Page_number_seq"', greatest(coalesce(max("number"), 1), 1), coalesce(max("number") > 0, false)) FROM "Page";

ALTER TABLE "Page" RENAME TO "Page_now";

ALTER TABLE "Page_now" RENAME COLUMN "id" TO "id_now";

ALTER TABLE "Page_now" RENAME COLUMN "number" TO "number_now";

ALTER INDEX "Page_pkey" RENAME TO "Page_now_pkey";

ALTER INDEX "Page_number_key" RENAME TO "Page_now_number_now_key";

ALTER SEQUENCE IF EXISTS "Page_id_seq" RENAME TO "Page_now_id_now_seq";

ALTER SEQUENCE IF EXISTS "Page_number_seq" RENAME TO "Page_now_number_now_seq";

CREATE SEQUENCE "Page_now_id_now_seq" AS INTEGER;

ALTER SEQUENCE "Page_now_id_now_seq" OWNED BY "Page_now"."id_now";

ALTER TABLE "Page_now" ALTER COLUMN "id_now" SET DEFAULT nextval('"Page_now_id_now_seq"'::regclass);

-- Goes on behind the numbers that are there.
SELECT setval('"Page_now_id_now_seq"', greatest(coalesce(max("id_now"), 1), 1), coalesce(max("id_now") > 0, false)) FROM "Page_now";

-- ---- down.sql
-- migrator: statement-timeout = 30min
-- migrator: rollback = lossy
--
-- Loses values of "Page"."number" that INTEGER has no room for.

ALTER TABLE "Page_now" ALTER COLUMN "id_now" DROP DEFAULT;

DROP SEQUENCE IF EXISTS "Page_now_id_now_seq";

ALTER SEQUENCE IF EXISTS "Page_now_number_now_seq" RENAME TO "Page_number_seq";

ALTER SEQUENCE IF EXISTS "Page_now_id_now_seq" RENAME TO "Page_id_seq";

ALTER INDEX "Page_now_number_now_key" RENAME TO "Page_number_key";

ALTER INDEX "Page_now_pkey" RENAME TO "Page_pkey";

ALTER TABLE "Page_now" RENAME COLUMN "number_now" TO "number";

ALTER TABLE "Page_now" RENAME COLUMN "id_now" TO "id";

ALTER TABLE "Page_now" RENAME TO "Page";

-- Loses values of "Page"."number" that INTEGER has no room for.
ALTER TABLE "Page"
  ALTER COLUMN "number" DROP DEFAULT,
  ALTER COLUMN "number" TYPE INTEGER USING CASE WHEN "number" BETWEEN -2147483648 AND 2147483647 THEN "number"::INTEGER WHEN "number" IS NOT NULL THEN hashtext("number"::TEXT) END;

DROP SEQUENCE IF EXISTS "Page_number_seq";
