-- change type, rename table, rename columns and keys

-- ======== 1 migrationDraft (the change): rollback lossy
-- note: Decide on what becomes of values of "Poll"."marks" that are no INTEGER, where the migration says TODO.
-- note: "Poll" is rewritten, and nobody can read or write it meanwhile.
-- ---- up.sql
-- migrator: statement-timeout = 30min
--
-- Loses values of "Poll"."marks" that are no INTEGER.

-- TODO: decide on what becomes of values of "Poll"."marks" that are no INTEGER.
-- What stands here only lets the migration be tried.
ALTER TABLE "Poll"
  ALTER COLUMN "votes" TYPE BIGINT[],
  ALTER COLUMN "marks" TYPE INTEGER[] USING CASE WHEN array_to_string("marks", E'\x01') ~ ('^(([+-]?\d{1,9}(\.\d+)?)(' || E'\x01' || '|$))*$') THEN "marks"::TEXT[]::INTEGER[] WHEN "marks" IS NOT NULL THEN '{}' END;

ALTER TABLE "Poll" RENAME TO "Poll_now";

ALTER TABLE "Poll_now" RENAME COLUMN "id" TO "id_now";

ALTER TABLE "Poll_now" RENAME COLUMN "votes" TO "votes_now";

ALTER TABLE "Poll_now" RENAME COLUMN "marks" TO "marks_now";

ALTER INDEX "Poll_pkey" RENAME TO "Poll_now_pkey";

-- ---- down.sql
-- migrator: statement-timeout = 30min
-- migrator: rollback = lossy
--
-- Loses values of "Poll"."votes" that INTEGER has no room for.
-- Does not bring back values of "Poll"."marks" that are no INTEGER.

ALTER INDEX "Poll_now_pkey" RENAME TO "Poll_pkey";

ALTER TABLE "Poll_now" RENAME COLUMN "marks_now" TO "marks";

ALTER TABLE "Poll_now" RENAME COLUMN "votes_now" TO "votes";

ALTER TABLE "Poll_now" RENAME COLUMN "id_now" TO "id";

ALTER TABLE "Poll_now" RENAME TO "Poll";

-- Loses values of "Poll"."votes" that INTEGER has no room for.
ALTER TABLE "Poll"
  ALTER COLUMN "votes" TYPE INTEGER[] USING CASE WHEN array_to_string("votes", E'\x01') ~ ('^(([+-]?\d{1,9}(\.\d+)?)(' || E'\x01' || '|$))*$') THEN "votes"::NUMERIC[]::INTEGER[] WHEN "votes" IS NOT NULL THEN '{}' END,
  ALTER COLUMN "marks" TYPE TEXT[];
