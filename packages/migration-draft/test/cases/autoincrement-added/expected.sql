-- change type, change default

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

CREATE SEQUENCE "Page_id_seq" AS INTEGER;

ALTER SEQUENCE "Page_id_seq" OWNED BY "Page"."id";

ALTER TABLE "Page" ALTER COLUMN "id" SET DEFAULT nextval('"Page_id_seq"'::regclass);

-- Goes on behind the numbers that are there.
SELECT setval('"Page_id_seq"', greatest(coalesce(max("id"), 1), 1), coalesce(max("id") > 0, false)) FROM "Page";

-- ---- down.sql
-- migrator: statement-timeout = 30min
-- migrator: rollback = lossy
--
-- Loses values of "Page"."number" that INTEGER has no room for.

ALTER TABLE "Page" ALTER COLUMN "id" DROP DEFAULT;

DROP SEQUENCE IF EXISTS "Page_id_seq";

-- Loses values of "Page"."number" that INTEGER has no room for.
ALTER TABLE "Page"
  ALTER COLUMN "number" DROP DEFAULT,
  ALTER COLUMN "number" TYPE INTEGER USING CASE WHEN "number" BETWEEN -2147483648 AND 2147483647 THEN "number"::INTEGER WHEN "number" IS NOT NULL THEN hashtext("number"::TEXT) END;

DROP SEQUENCE IF EXISTS "Page_number_seq";
