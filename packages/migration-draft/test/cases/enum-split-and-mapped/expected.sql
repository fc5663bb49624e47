-- create enum, change type, rename enum, rename enum value, rename table, rename columns and keys, rename table, rename columns and keys

-- ======== 1 migrationDraft (the change): rollback instant
-- ---- up.sql
CREATE TYPE "PileState_now" AS ENUM ('a_now', 'b_now');

-- ---- down.sql
-- migrator: rollback = instant

DROP TYPE "PileState_now";

-- ======== 2 migrationDraft switch: rollback lossy
-- note: Decide on what becomes of values of "Pile"."state" that are no "PileState_now", where the migration says TODO.
-- note: "Pile" is rewritten, and nobody can read or write it meanwhile.
-- ---- up.sql
-- migrator: statement-timeout = 30min
--
-- Loses values of "Pile"."state" that are no "PileState_now".

-- TODO: decide on what becomes of values of "Pile"."state" that are no "PileState_now".
-- What stands here only lets the migration be tried.
ALTER TABLE "Pile"
  ALTER COLUMN "state" DROP DEFAULT,
  ALTER COLUMN "state" TYPE "PileState_now" USING (CASE "state"::TEXT WHEN 'a' THEN 'b_now' WHEN 'b' THEN 'b_now' ELSE "state"::TEXT END)::"PileState_now",
  ALTER COLUMN "state" SET DEFAULT 'b_now';

ALTER TYPE "State" RENAME TO "State_now";

ALTER TYPE "State_now" RENAME VALUE 'a' TO 'a_now';

ALTER TYPE "State_now" RENAME VALUE 'b' TO 'b_now';

-- ---- down.sql
-- migrator: statement-timeout = 30min
-- migrator: rollback = lossy
--
-- Loses values of "Pile"."state" that are no "State".
-- Does not bring back values of "Pile"."state" that are no "PileState_now".

ALTER TYPE "State_now" RENAME VALUE 'b_now' TO 'b';

ALTER TYPE "State_now" RENAME VALUE 'a_now' TO 'a';

ALTER TYPE "State_now" RENAME TO "State";

-- Loses values of "Pile"."state" that are no "State".
ALTER TABLE "Pile"
  ALTER COLUMN "state" DROP DEFAULT,
  ALTER COLUMN "state" TYPE "State" USING (CASE "state"::TEXT WHEN 'a_now' THEN 'b' WHEN 'b_now' THEN 'b' ELSE "state"::TEXT END)::"State",
  ALTER COLUMN "state" SET DEFAULT 'b';

-- ======== 3 migrationDraft switch_2: rollback instant
-- ---- up.sql
ALTER TABLE "Lot" RENAME TO "Lot_now";

ALTER TABLE "Lot_now" RENAME COLUMN "id" TO "id_now";

ALTER TABLE "Lot_now" RENAME COLUMN "state" TO "state_now";

ALTER INDEX "Lot_pkey" RENAME TO "Lot_now_pkey";

-- ---- down.sql
-- migrator: rollback = instant

ALTER INDEX "Lot_now_pkey" RENAME TO "Lot_pkey";

ALTER TABLE "Lot_now" RENAME COLUMN "state_now" TO "state";

ALTER TABLE "Lot_now" RENAME COLUMN "id_now" TO "id";

ALTER TABLE "Lot_now" RENAME TO "Lot";

-- ======== 4 migrationDraft switch_3: rollback instant
-- ---- up.sql
ALTER TABLE "Pile" RENAME TO "Pile_now";

ALTER TABLE "Pile_now" RENAME COLUMN "id" TO "id_now";

ALTER TABLE "Pile_now" RENAME COLUMN "state" TO "state_now";

ALTER INDEX "Pile_pkey" RENAME TO "Pile_now_pkey";

-- ---- down.sql
-- migrator: rollback = instant

ALTER INDEX "Pile_now_pkey" RENAME TO "Pile_pkey";

ALTER TABLE "Pile_now" RENAME COLUMN "state_now" TO "state";

ALTER TABLE "Pile_now" RENAME COLUMN "id_now" TO "id";

ALTER TABLE "Pile_now" RENAME TO "Pile";
