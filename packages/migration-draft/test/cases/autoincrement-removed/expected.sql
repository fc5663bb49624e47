-- change default, change default

-- ======== 1 migrationDraft (the change): rollback instant
-- ---- up.sql
ALTER TABLE "Page" ALTER COLUMN "id" DROP DEFAULT;

DROP SEQUENCE IF EXISTS "Page_id_seq";

ALTER TABLE "Page" ALTER COLUMN "number" DROP DEFAULT;

DROP SEQUENCE IF EXISTS "Page_number_seq";

-- ---- down.sql
-- migrator: rollback = instant

CREATE SEQUENCE "Page_number_seq" AS INTEGER;

ALTER SEQUENCE "Page_number_seq" OWNED BY "Page"."number";

ALTER TABLE "Page" ALTER COLUMN "number" SET DEFAULT nextval('"Page_number_seq"'::regclass);

-- Goes on behind the numbers that are there.
SELECT setval('"Page_number_seq"', greatest(coalesce(max("number"), 1), 1), coalesce(max("number") > 0, false)) FROM "Page";

CREATE SEQUENCE "Page_id_seq" AS INTEGER;

ALTER SEQUENCE "Page_id_seq" OWNED BY "Page"."id";

ALTER TABLE "Page" ALTER COLUMN "id" SET DEFAULT nextval('"Page_id_seq"'::regclass);

-- Goes on behind the numbers that are there.
SELECT setval('"Page_id_seq"', greatest(coalesce(max("id"), 1), 1), coalesce(max("id") > 0, false)) FROM "Page";
