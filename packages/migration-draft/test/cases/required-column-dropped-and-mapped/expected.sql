-- rename table, rename columns and keys, drop index, drop column, drop column, drop column, drop column, drop enum

-- ======== 1 migrationDraft (the change): rollback instant
-- ---- up.sql
ALTER TABLE "Diary" RENAME TO "Diary_now";

ALTER TABLE "Diary_now" RENAME COLUMN "id" TO "id_now";

ALTER TABLE "Diary_now" RENAME COLUMN "text" TO "text_now";

ALTER INDEX "Diary_pkey" RENAME TO "Diary_now_pkey";

-- ---- down.sql
-- migrator: rollback = instant

ALTER INDEX "Diary_now_pkey" RENAME TO "Diary_pkey";

ALTER TABLE "Diary_now" RENAME COLUMN "text_now" TO "text";

ALTER TABLE "Diary_now" RENAME COLUMN "id_now" TO "id";

ALTER TABLE "Diary_now" RENAME TO "Diary";

-- ======== 2 migrationDraft contract: rollback lossy
-- ---- up.sql
-- Last, because nothing brings back what is dropped.
-- Loses what "Diary_now"."title" holds.
-- Loses what "Diary_now"."size" holds.
-- Loses what "Diary_now"."mood" holds.
-- Loses what "Diary_now"."code" holds.

DROP INDEX "Diary_code_key";

ALTER TABLE "Diary_now"
  DROP COLUMN "title",
  DROP COLUMN "size",
  DROP COLUMN "mood",
  DROP COLUMN "code";

DROP TYPE "Mood";

-- ---- down.sql
-- migrator: rollback = lossy
--
-- Does not bring back what "Diary_now"."title" holds.
-- Does not bring back what "Diary_now"."size" holds.
-- Does not bring back what "Diary_now"."mood" holds.
-- Does not bring back what "Diary_now"."code" holds.

CREATE TYPE "Mood" AS ENUM ('x', 'y');

ALTER TABLE "Diary_now" ADD COLUMN "code" TEXT;

LOCK TABLE "Diary_now" IN ACCESS EXCLUSIVE MODE;

-- Rows that have no value in "Diary_now"."code" get one, because it is required again.
UPDATE "Diary_now" SET "code" = gen_random_uuid()::text WHERE "Diary_now"."code" IS NULL;

-- Rows get 'x' in "mood", because it is required again.
ALTER TABLE "Diary_now"
  ALTER COLUMN "code" SET NOT NULL,
  ADD COLUMN "mood" "Mood" NOT NULL DEFAULT 'x';

ALTER TABLE "Diary_now" ALTER COLUMN "mood" DROP DEFAULT;

-- Rows get 0 in "size", because it is required again.
ALTER TABLE "Diary_now" ADD COLUMN "size" INTEGER NOT NULL DEFAULT 0;

ALTER TABLE "Diary_now" ALTER COLUMN "size" DROP DEFAULT;

-- Rows get '' in "title", because it is required again.
ALTER TABLE "Diary_now" ADD COLUMN "title" TEXT NOT NULL DEFAULT '';

ALTER TABLE "Diary_now" ALTER COLUMN "title" DROP DEFAULT;

CREATE UNIQUE INDEX "Diary_code_key" ON "Diary_now"("code");
