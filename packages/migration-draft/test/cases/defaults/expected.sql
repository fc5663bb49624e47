-- change default, change default, change default, change default, change default, change default, change default, change default

-- ======== 1 migrationDraft (the change): rollback instant
-- ---- up.sql
ALTER TABLE "Opt"
  ALTER COLUMN "a" SET DEFAULT 5,
  ALTER COLUMN "b" SET DEFAULT 2,
  ALTER COLUMN "c" SET DEFAULT 'back\slash "x"',
  ALTER COLUMN "d" DROP DEFAULT,
  ALTER COLUMN "e" DROP DEFAULT,
  ALTER COLUMN "f" SET DEFAULT 'b',
  ALTER COLUMN "g" SET DEFAULT 2.5,
  ALTER COLUMN "h" SET DEFAULT '{"a": "it''s"}';

-- ---- down.sql
-- migrator: rollback = instant

ALTER TABLE "Opt"
  ALTER COLUMN "h" SET DEFAULT '{}',
  ALTER COLUMN "g" SET DEFAULT 1.50,
  ALTER COLUMN "f" SET DEFAULT 'a',
  ALTER COLUMN "e" SET DEFAULT CURRENT_TIMESTAMP,
  ALTER COLUMN "d" SET DEFAULT true,
  ALTER COLUMN "c" SET DEFAULT 'it''s, so',
  ALTER COLUMN "b" SET DEFAULT 1,
  ALTER COLUMN "a" DROP DEFAULT;
