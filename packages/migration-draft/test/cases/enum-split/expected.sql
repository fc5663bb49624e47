-- create enum, change type

-- ======== 1 migrationDraft (the change): rollback instant
-- ---- up.sql
CREATE TYPE "PileState" AS ENUM ('a', 'b');

-- ---- down.sql
-- migrator: rollback = instant

DROP TYPE "PileState";

-- ======== 2 migrationDraft switch: rollback lossy
-- note: Decide on what becomes of values of "Pile"."state" that are no "PileState", where the migration says TODO.
-- note: "Pile" is rewritten, and nobody can read or write it meanwhile.
-- ---- up.sql
-- migrator: statement-timeout = 30min
--
-- Loses values of "Pile"."state" that are no "PileState".

-- TODO: decide on what becomes of values of "Pile"."state" that are no "PileState".
-- What stands here only lets the migration be tried.
ALTER TABLE "Pile"
  ALTER COLUMN "state" DROP DEFAULT,
  ALTER COLUMN "state" TYPE "PileState" USING "state"::TEXT::"PileState",
  ALTER COLUMN "state" SET DEFAULT 'b';

-- ---- down.sql
-- migrator: statement-timeout = 30min
-- migrator: rollback = lossy
--
-- Loses values of "Pile"."state" that are no "State".
-- Does not bring back values of "Pile"."state" that are no "PileState".

-- Loses values of "Pile"."state" that are no "State".
ALTER TABLE "Pile"
  ALTER COLUMN "state" DROP DEFAULT,
  ALTER COLUMN "state" TYPE "State" USING "state"::TEXT::"State",
  ALTER COLUMN "state" SET DEFAULT 'b';
