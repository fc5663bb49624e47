-- change type, rename table, rename columns and keys

-- ======== 1 migrationDraft (the change): rollback lossy
-- note: Decide on how values of "Job"."id" become String, where the migration says TODO.
-- note: "Job" is rewritten, and nobody can read or write it meanwhile.
-- ---- up.sql
-- migrator: statement-timeout = 30min
--
-- Loses the meaning of values of "Job"."id".

-- TODO: decide on how values of "Job"."id" become String.
-- What stands here only lets the migration be tried.
ALTER TABLE "Job"
  ALTER COLUMN "id" DROP DEFAULT,
  ALTER COLUMN "id" TYPE UUID USING CASE WHEN "id" IS NULL THEN NULL WHEN "id"::TEXT ~ '^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$' THEN "id"::TEXT::UUID ELSE md5("id"::TEXT)::UUID END;

DROP SEQUENCE IF EXISTS "Job_id_seq";

ALTER TABLE "Job" RENAME TO "Job_now";

ALTER TABLE "Job_now" RENAME COLUMN "id" TO "id_now";

ALTER TABLE "Job_now" RENAME COLUMN "name" TO "name_now";

ALTER INDEX "Job_pkey" RENAME TO "Job_now_pkey";

ALTER SEQUENCE IF EXISTS "Job_id_seq" RENAME TO "Job_now_id_now_seq";

-- ---- down.sql
-- migrator: statement-timeout = 30min
-- migrator: rollback = lossy
--
-- Loses the meaning of values of "Job"."id".
-- Does not bring back the meaning of values of "Job"."id".

ALTER SEQUENCE IF EXISTS "Job_now_id_now_seq" RENAME TO "Job_id_seq";

ALTER INDEX "Job_now_pkey" RENAME TO "Job_pkey";

ALTER TABLE "Job_now" RENAME COLUMN "name_now" TO "name";

ALTER TABLE "Job_now" RENAME COLUMN "id_now" TO "id";

ALTER TABLE "Job_now" RENAME TO "Job";

-- Loses the meaning of values of "Job"."id".
ALTER TABLE "Job" ALTER COLUMN "id" TYPE INTEGER USING CASE WHEN "id" IS NULL THEN NULL WHEN CASE WHEN "id"::TEXT ~ '^[+-]?\d{1,60}(\.\d{1,60})?$' THEN "id"::TEXT::NUMERIC BETWEEN -2147483648 AND 2147483647 ELSE false END THEN "id"::TEXT::NUMERIC::INTEGER ELSE hashtext("id"::TEXT) END;

CREATE SEQUENCE "Job_id_seq" AS INTEGER;

ALTER SEQUENCE "Job_id_seq" OWNED BY "Job"."id";

ALTER TABLE "Job" ALTER COLUMN "id" SET DEFAULT nextval('"Job_id_seq"'::regclass);

-- Goes on behind the numbers that are there.
SELECT setval('"Job_id_seq"', greatest(coalesce(max("id"), 1), 1), coalesce(max("id") > 0, false)) FROM "Job";
