-- change type

-- ======== 1 migrationDraft (the change): rollback lossy
-- note: Decide on what becomes of values of "Flag"."isOn" that are no BOOLEAN, where the migration says TODO.
-- note: Decide on what becomes of values of "Flag"."size" that are no BOOLEAN, where the migration says TODO.
-- note: "Flag" is rewritten, and nobody can read or write it meanwhile.
-- ---- up.sql
-- migrator: statement-timeout = 30min
--
-- Loses values of "Flag"."isOn" that are no BOOLEAN, and values of "Flag"."size" that are no BOOLEAN.

-- TODO: decide on what becomes of values of "Flag"."isOn" that are no BOOLEAN.
-- What stands here only lets the migration be tried.
-- TODO: decide on what becomes of values of "Flag"."size" that are no BOOLEAN.
-- What stands here only lets the migration be tried.
ALTER TABLE "Flag"
  ALTER COLUMN "isOn" DROP DEFAULT,
  ALTER COLUMN "isOn" TYPE BOOLEAN USING CASE WHEN "isOn" IS NULL THEN NULL WHEN "isOn"::TEXT ~ '^(t|f|true|false)$' THEN "isOn"::TEXT::BOOLEAN ELSE true END,
  ALTER COLUMN "isOn" SET DEFAULT true,
  ALTER COLUMN "size" DROP DEFAULT,
  ALTER COLUMN "size" TYPE BOOLEAN USING "size" <> 0,
  ALTER COLUMN "size" SET DEFAULT false;

-- ---- down.sql
-- migrator: statement-timeout = 30min
-- migrator: rollback = lossy
--
-- Does not bring back values of "Flag"."isOn" that are no BOOLEAN, and values of "Flag"."size" that are no BOOLEAN.

ALTER TABLE "Flag"
  ALTER COLUMN "isOn" DROP DEFAULT,
  ALTER COLUMN "isOn" TYPE TEXT,
  ALTER COLUMN "isOn" SET DEFAULT 'true',
  ALTER COLUMN "size" DROP DEFAULT,
  ALTER COLUMN "size" TYPE INTEGER USING "size"::INTEGER::INTEGER,
  ALTER COLUMN "size" SET DEFAULT 0;
