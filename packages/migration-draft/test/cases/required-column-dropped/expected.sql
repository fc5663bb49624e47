-- drop index, drop column, drop column, drop column, drop column, drop enum

-- ======== 1 migrationDraft (the change): rollback lossy
-- ---- up.sql
-- Loses what "Diary"."title" holds.
-- Loses what "Diary"."size" holds.
-- Loses what "Diary"."mood" holds.
-- Loses what "Diary"."code" holds.

DROP INDEX "Diary_code_key";

ALTER TABLE "Diary"
  DROP COLUMN "title",
  DROP COLUMN "size",
  DROP COLUMN "mood",
  DROP COLUMN "code";

DROP TYPE "Mood";

-- ---- down.sql
-- migrator: rollback = lossy
--
-- Does not bring back what "Diary"."title" holds.
-- Does not bring back what "Diary"."size" holds.
-- Does not bring back what "Diary"."mood" holds.
-- Does not bring back what "Diary"."code" holds.

CREATE TYPE "Mood" AS ENUM ('x', 'y');

ALTER TABLE "Diary" ADD COLUMN "code" TEXT;

LOCK TABLE "Diary" IN ACCESS EXCLUSIVE MODE;

-- Rows that have no value in "Diary"."code" get one, because it is required again.
UPDATE "Diary" SET "code" = gen_random_uuid()::text WHERE "Diary"."code" IS NULL;

-- Rows get 'x' in "mood", because it is required again.
ALTER TABLE "Diary"
  ALTER COLUMN "code" SET NOT NULL,
  ADD COLUMN "mood" "Mood" NOT NULL DEFAULT 'x';

ALTER TABLE "Diary" ALTER COLUMN "mood" DROP DEFAULT;

-- Rows get 0 in "size", because it is required again.
ALTER TABLE "Diary" ADD COLUMN "size" INTEGER NOT NULL DEFAULT 0;

ALTER TABLE "Diary" ALTER COLUMN "size" DROP DEFAULT;

-- Rows get '' in "title", because it is required again.
ALTER TABLE "Diary" ADD COLUMN "title" TEXT NOT NULL DEFAULT '';

ALTER TABLE "Diary" ALTER COLUMN "title" DROP DEFAULT;

CREATE UNIQUE INDEX "Diary_code_key" ON "Diary"("code");
