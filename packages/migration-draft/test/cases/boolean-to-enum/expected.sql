-- create enum, change type

-- ======== 1 migrationDraft (the change): rollback instant
-- ---- up.sql
CREATE TYPE "DoorState" AS ENUM ('open', 'shut');

-- ---- down.sql
-- migrator: rollback = instant

DROP TYPE "DoorState";

-- ======== 2 migrationDraft switch: rollback lossy
-- note: Decide on how values of "Door"."state" become DoorState, where the migration says TODO.
-- note: "Door" is rewritten, and nobody can read or write it meanwhile.
-- ---- up.sql
-- migrator: statement-timeout = 30min
--
-- Loses the meaning of values of "Door"."state".

-- TODO: decide on how values of "Door"."state" become DoorState.
-- What stands here only lets the migration be tried.
ALTER TABLE "Door"
  ALTER COLUMN "state" DROP DEFAULT,
  ALTER COLUMN "state" TYPE "DoorState" USING CASE WHEN "state" IS NULL THEN NULL WHEN "state"::TEXT IN ('open', 'shut') THEN "state"::TEXT::"DoorState" ELSE 'shut'::"DoorState" END,
  ALTER COLUMN "state" SET DEFAULT 'shut';

-- ---- down.sql
-- migrator: statement-timeout = 30min
-- migrator: rollback = lossy
--
-- Loses the meaning of values of "Door"."state".
-- Does not bring back the meaning of values of "Door"."state".

-- Loses the meaning of values of "Door"."state".
ALTER TABLE "Door"
  ALTER COLUMN "state" DROP DEFAULT,
  ALTER COLUMN "state" TYPE BOOLEAN USING CASE WHEN "state" IS NULL THEN NULL WHEN "state"::TEXT ~ '^(t|f|true|false)$' THEN "state"::TEXT::BOOLEAN ELSE false END,
  ALTER COLUMN "state" SET DEFAULT false;
