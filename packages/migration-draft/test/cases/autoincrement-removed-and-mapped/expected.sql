-- rename table, rename columns and keys, change default, change default

-- ======== 1 migrationDraft (the change): rollback instant
-- ---- up.sql
ALTER TABLE "Page" RENAME TO "Page_now";

ALTER TABLE "Page_now" RENAME COLUMN "id" TO "id_now";

ALTER TABLE "Page_now" RENAME COLUMN "number" TO "number_now";

ALTER INDEX "Page_pkey" RENAME TO "Page_now_pkey";

ALTER SEQUENCE IF EXISTS "Page_id_seq" RENAME TO "Page_now_id_now_seq";

ALTER SEQUENCE IF EXISTS "Page_number_seq" RENAME TO "Page_now_number_now_seq";

ALTER TABLE "Page_now" ALTER COLUMN "id_now" DROP DEFAULT;

DROP SEQUENCE IF EXISTS "Page_now_id_now_seq";

ALTER TABLE "Page_now" ALTER COLUMN "number_now" DROP DEFAULT;

DROP SEQUENCE IF EXISTS "Page_now_number_now_seq";

-- ---- down.sql
-- migrator: rollback = instant

CREATE SEQUENCE "Page_now_number_now_seq" AS INTEGER;

ALTER SEQUENCE "Page_now_number_now_seq" OWNED BY "Page_now"."number_now";

ALTER TABLE "Page_now" ALTER COLUMN "number_now" SET DEFAULT nextval('"Page_now_number_now_seq"'::regclass);

-- Goes on behind the numbers that are there.
SELECT setval('"Page_now_number_now_seq"', greatest(coalesce(max("number_now"), 1), 1), coalesce(max("number_now") > 0, false)) FROM "Page_now";

CREATE SEQUENCE "Page_now_id_now_seq" AS INTEGER;

ALTER SEQUENCE "Page_now_id_now_seq" OWNED BY "Page_now"."id_now";

ALTER TABLE "Page_now" ALTER COLUMN "id_now" SET DEFAULT nextval('"Page_now_id_now_seq"'::regclass);

-- Goes on behind the numbers that are there.
SELECT setval('"Page_now_id_now_seq"', greatest(coalesce(max("id_now"), 1), 1), coalesce(max("id_now") > 0, false)) FROM "Page_now";

ALTER SEQUENCE IF EXISTS "Page_now_number_now_seq" RENAME TO "Page_number_seq";

ALTER SEQUENCE IF EXISTS "Page_now_id_now_seq" RENAME TO "Page_id_seq";

ALTER INDEX "Page_now_pkey" RENAME TO "Page_pkey";

ALTER TABLE "Page_now" RENAME COLUMN "number_now" TO "number";

ALTER TABLE "Page_now" RENAME COLUMN "id_now" TO "id";

ALTER TABLE "Page_now" RENAME TO "Page";
