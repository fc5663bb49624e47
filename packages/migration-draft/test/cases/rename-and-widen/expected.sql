-- change type, rename columns and keys

-- ======== 1 migrationDraft (the change): rollback lossy
-- note: "Sheet" is rewritten, and nobody can read or write it meanwhile.
-- ---- up.sql
-- migrator: statement-timeout = 30min

ALTER TABLE "Sheet"
  ALTER COLUMN "heading" TYPE TEXT,
  ALTER COLUMN "total" TYPE BIGINT;

ALTER TABLE "Sheet" RENAME COLUMN "heading" TO "title";

ALTER TABLE "Sheet" RENAME COLUMN "total" TO "sum";

ALTER INDEX "Sheet_total_key" RENAME TO "Sheet_sum_key";

-- ---- down.sql
-- migrator: statement-timeout = 30min
-- migrator: rollback = lossy
--
-- Loses characters of "Sheet"."heading" behind the first 12, and values of "Sheet"."total" that INTEGER has no room for.

ALTER INDEX "Sheet_sum_key" RENAME TO "Sheet_total_key";

ALTER TABLE "Sheet" RENAME COLUMN "sum" TO "total";

ALTER TABLE "Sheet" RENAME COLUMN "title" TO "heading";

-- Loses characters of "Sheet"."heading" behind the first 12.
-- Loses values of "Sheet"."total" that INTEGER has no room for.
ALTER TABLE "Sheet"
  ALTER COLUMN "heading" TYPE VARCHAR(12) USING left("heading"::TEXT, 12)::VARCHAR(12),
  ALTER COLUMN "total" TYPE INTEGER USING CASE WHEN "total" BETWEEN -2147483648 AND 2147483647 THEN "total"::INTEGER WHEN "total" IS NOT NULL THEN hashtext("total"::TEXT) END;
