-- drop column, drop column, drop enum

-- ======== 1 migrationDraft (the change): rollback lossy
-- ---- up.sql
-- Loses what "Lot"."state" holds.
-- Loses what "Lot"."all" holds.

ALTER TABLE "Lot"
  DROP COLUMN "state",
  DROP COLUMN "all";

DROP TYPE "State";

-- ---- down.sql
-- migrator: rollback = lossy
--
-- Does not bring back what "Lot"."state" holds.
-- Does not bring back what "Lot"."all" holds.

CREATE TYPE "State" AS ENUM ('a', 'b');

ALTER TABLE "Lot"
  ADD COLUMN "all" "State"[],
  ADD COLUMN "state" "State" NOT NULL DEFAULT 'a';
