-- change type

-- ======== 1 migrationDraft (the change): rollback lossy
-- note: Decide on what becomes of lists in "Card"."tag", of which one value stays, where the migration says TODO.
-- note: Decide on what becomes of lists in "Card"."mark", of which one value stays, where the migration says TODO.
-- note: Decide on what becomes of lists in "Card"."size", of which one value stays, where the migration says TODO.
-- note: Decide on what becomes of lists in "Card"."hue", of which one value stays, where the migration says TODO.
-- note: "Card" is rewritten, and nobody can read or write it meanwhile.
-- ---- up.sql
-- migrator: statement-timeout = 30min
--
-- Loses all values but the first of each list in "Card"."tag", and all values but the first of each list in "Card"."mark", and all values but the first of each list in "Card"."size", and all values but the first of each list in "Card"."hue".

-- TODO: decide on what becomes of lists in "Card"."tag", of which one value stays.
-- What stands here only lets the migration be tried.
-- TODO: decide on what becomes of lists in "Card"."mark", of which one value stays.
-- What stands here only lets the migration be tried.
-- TODO: decide on what becomes of lists in "Card"."size", of which one value stays.
-- What stands here only lets the migration be tried.
-- TODO: decide on what becomes of lists in "Card"."hue", of which one value stays.
-- What stands here only lets the migration be tried.
ALTER TABLE "Card"
  ALTER COLUMN "tag" TYPE TEXT USING coalesce("tag"[1]::TEXT, ''),
  ALTER COLUMN "tag" SET NOT NULL,
  ALTER COLUMN "mark" DROP DEFAULT,
  ALTER COLUMN "mark" TYPE TEXT USING "mark"[1]::TEXT,
  ALTER COLUMN "mark" SET DEFAULT 'x',
  ALTER COLUMN "size" TYPE INTEGER USING "size"[1]::INTEGER,
  ALTER COLUMN "hue" TYPE "Hue" USING coalesce("hue"[1]::TEXT::"Hue", 'red'),
  ALTER COLUMN "hue" SET NOT NULL;

-- ---- down.sql
-- migrator: statement-timeout = 30min
-- migrator: rollback = lossy
--
-- Does not bring back all values but the first of each list in "Card"."tag", and all values but the first of each list in "Card"."mark", and all values but the first of each list in "Card"."size", and all values but the first of each list in "Card"."hue".

ALTER TABLE "Card"
  ALTER COLUMN "tag" TYPE TEXT[] USING CASE WHEN "tag" IS NULL THEN '{}' ELSE ARRAY["tag"::TEXT]::TEXT[] END,
  ALTER COLUMN "tag" DROP NOT NULL,
  ALTER COLUMN "mark" DROP DEFAULT,
  ALTER COLUMN "mark" TYPE TEXT[] USING CASE WHEN "mark" IS NULL THEN '{}' ELSE ARRAY["mark"::TEXT]::TEXT[] END,
  ALTER COLUMN "mark" SET DEFAULT ARRAY['x']::TEXT[],
  ALTER COLUMN "size" TYPE INTEGER[] USING CASE WHEN "size" IS NULL THEN '{}' ELSE ARRAY["size"::INTEGER]::INTEGER[] END,
  ALTER COLUMN "hue" TYPE "Hue"[] USING CASE WHEN "hue" IS NULL THEN '{}' ELSE ARRAY["hue"::TEXT::"Hue"]::"Hue"[] END,
  ALTER COLUMN "hue" DROP NOT NULL;
