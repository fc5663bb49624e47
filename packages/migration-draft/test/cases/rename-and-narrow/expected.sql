-- change type, rename columns and keys

-- ======== 1 migrationDraft (the change): rollback lossy
-- note: Decide on what becomes of values of "Sheet"."heading" that are longer than 12, where the migration says TODO.
-- note: Decide on what becomes of values of "Sheet"."total" that INTEGER has no room for, where the migration says TODO.
-- note: "Sheet" is rewritten, and nobody can read or write it meanwhile.
-- ---- up.sql
-- migrator: statement-timeout = 30min
--
-- Loses characters of "Sheet"."heading" behind the first 12, and values of "Sheet"."total" that INTEGER has no room for.

-- TODO: decide on what becomes of values of "Sheet"."heading" that are longer than 12.
-- What stands here only lets the migration be tried.
-- TODO: decide on what becomes of values of "Sheet"."total" that INTEGER has no room for.
-- What stands here only lets the migration be tried.
ALTER TABLE "Sheet"
  ALTER COLUMN "heading" DROP DEFAULT,
  ALTER COLUMN "heading" TYPE VARCHAR(12) USING left("heading"::TEXT, 12)::VARCHAR(12),
  ALTER COLUMN "heading" SET DEFAULT 'none',
  ALTER COLUMN "total" TYPE INTEGER USING CASE WHEN "total" IS NOT NULL THEN least(greatest("total"::NUMERIC, -2147483648), 2147483647)::INTEGER END;

ALTER TABLE "Sheet" RENAME COLUMN "heading" TO "title";

ALTER TABLE "Sheet" RENAME COLUMN "total" TO "sum";

ALTER INDEX "Sheet_heading_idx" RENAME TO "Sheet_title_idx";

-- ---- down.sql
-- migrator: statement-timeout = 30min
-- migrator: rollback = lossy
--
-- Does not bring back characters of "Sheet"."heading" behind the first 12, and values of "Sheet"."total" that INTEGER has no room for.

ALTER INDEX "Sheet_title_idx" RENAME TO "Sheet_heading_idx";

ALTER TABLE "Sheet" RENAME COLUMN "sum" TO "total";

ALTER TABLE "Sheet" RENAME COLUMN "title" TO "heading";

ALTER TABLE "Sheet"
  ALTER COLUMN "heading" DROP DEFAULT,
  ALTER COLUMN "heading" TYPE TEXT,
  ALTER COLUMN "heading" SET DEFAULT 'none',
  ALTER COLUMN "total" TYPE BIGINT;
