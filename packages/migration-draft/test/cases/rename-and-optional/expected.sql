-- drop not null, rename columns and keys, change default

-- ======== 1 migrationDraft (the change): rollback lossy
-- ---- up.sql
ALTER TABLE "Sheet" ALTER COLUMN "heading" DROP NOT NULL;

-- ---- down.sql
-- migrator: rollback = lossy
--
-- Loses which rows had no value in "Sheet"."heading".

LOCK TABLE "Sheet" IN ACCESS EXCLUSIVE MODE;

-- Rows that have no value in "Sheet"."heading" get one, because it is required again.
UPDATE "Sheet" SET "heading" = 'x' WHERE "Sheet"."heading" IS NULL;

ALTER TABLE "Sheet" ALTER COLUMN "heading" SET NOT NULL;

-- ======== 2 migrationDraft switch: rollback instant
-- ---- up.sql
ALTER TABLE "Sheet" RENAME COLUMN "heading" TO "title";

ALTER TABLE "Sheet" ALTER COLUMN "title" DROP DEFAULT;

-- ---- down.sql
-- migrator: rollback = instant

ALTER TABLE "Sheet" ALTER COLUMN "title" SET DEFAULT 'x';

ALTER TABLE "Sheet" RENAME COLUMN "title" TO "heading";
