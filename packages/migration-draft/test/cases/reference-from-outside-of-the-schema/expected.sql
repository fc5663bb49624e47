-- change type, rename table, rename columns and keys

-- ======== 1 migrationDraft (the change): rollback lossy
-- note: "Purchase" is rewritten, and nobody can read or write it meanwhile.
-- ---- up.sql
-- migrator: statement-timeout = 30min

ALTER TABLE "Purchase" ALTER COLUMN "id" TYPE BIGINT;

ALTER SEQUENCE "Purchase_id_seq" AS BIGINT;

ALTER TABLE "Purchase" RENAME TO "Sale";

ALTER INDEX "Purchase_pkey" RENAME TO "Sale_pkey";

ALTER SEQUENCE IF EXISTS "Purchase_id_seq" RENAME TO "Sale_id_seq";

-- ---- down.sql
-- migrator: statement-timeout = 30min
-- migrator: rollback = lossy
--
-- Loses values of "Purchase"."id" that INTEGER has no room for.

ALTER SEQUENCE IF EXISTS "Sale_id_seq" RENAME TO "Purchase_id_seq";

ALTER INDEX "Sale_pkey" RENAME TO "Purchase_pkey";

ALTER TABLE "Sale" RENAME TO "Purchase";

-- Loses values of "Purchase"."id" that INTEGER has no room for.
ALTER TABLE "Purchase" ALTER COLUMN "id" TYPE INTEGER USING CASE WHEN "id" BETWEEN -2147483648 AND 2147483647 THEN "id"::INTEGER WHEN "id" IS NOT NULL THEN hashtext("id"::TEXT) END;

ALTER SEQUENCE "Purchase_id_seq" AS INTEGER;
