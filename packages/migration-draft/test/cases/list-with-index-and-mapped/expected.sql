-- change type, rename table, rename columns and keys

-- ======== 1 migrationDraft (the change): rollback lossy
-- note: Decide on what becomes of values of "Card"."tags" that are no INTEGER, where the migration says TODO.
-- note: "Card" is rewritten, and nobody can read or write it meanwhile.
-- ---- up.sql
-- migrator: statement-timeout = 30min
--
-- Loses values of "Card"."tags" that are no INTEGER.

-- TODO: decide on what becomes of values of "Card"."tags" that are no INTEGER.
-- What stands here only lets the migration be tried.
ALTER TABLE "Card" ALTER COLUMN "tags" TYPE INTEGER[] USING CASE WHEN array_to_string("tags", E'\x01') ~ ('^(([+-]?\d{1,9}(\.\d+)?)(' || E'\x01' || '|$))*$') THEN "tags"::TEXT[]::INTEGER[] WHEN "tags" IS NOT NULL THEN '{}' END;

ALTER TABLE "Card" RENAME TO "Card_now";

ALTER TABLE "Card_now" RENAME COLUMN "id" TO "id_now";

ALTER TABLE "Card_now" RENAME COLUMN "tags" TO "tags_now";

ALTER INDEX "Card_pkey" RENAME TO "Card_now_pkey";

ALTER INDEX "Card_tags_idx" RENAME TO "Card_now_tags_now_idx";

-- ---- down.sql
-- migrator: statement-timeout = 30min
-- migrator: rollback = lossy
--
-- Does not bring back values of "Card"."tags" that are no INTEGER.

ALTER INDEX "Card_now_tags_now_idx" RENAME TO "Card_tags_idx";

ALTER INDEX "Card_now_pkey" RENAME TO "Card_pkey";

ALTER TABLE "Card_now" RENAME COLUMN "tags_now" TO "tags";

ALTER TABLE "Card_now" RENAME COLUMN "id_now" TO "id";

ALTER TABLE "Card_now" RENAME TO "Card";

ALTER TABLE "Card" ALTER COLUMN "tags" TYPE TEXT[];
