-- change type

-- ======== 1 migrationDraft (the change): rollback lossy
-- note: "Card" is rewritten, and nobody can read or write it meanwhile.
-- ---- up.sql
-- migrator: statement-timeout = 30min

ALTER TABLE "Card"
  ALTER COLUMN "tag" TYPE TEXT[] USING CASE WHEN "tag" IS NULL THEN '{}' ELSE ARRAY["tag"::TEXT]::TEXT[] END,
  ALTER COLUMN "tag" DROP NOT NULL,
  ALTER COLUMN "mark" TYPE TEXT[] USING CASE WHEN "mark" IS NULL THEN '{}' ELSE ARRAY["mark"::TEXT]::TEXT[] END,
  ALTER COLUMN "size" DROP DEFAULT,
  ALTER COLUMN "size" TYPE INTEGER[] USING CASE WHEN "size" IS NULL THEN '{}' ELSE ARRAY["size"::INTEGER]::INTEGER[] END,
  ALTER COLUMN "size" SET DEFAULT ARRAY[3]::INTEGER[],
  ALTER COLUMN "size" DROP NOT NULL,
  ALTER COLUMN "hue" DROP DEFAULT,
  ALTER COLUMN "hue" TYPE "Hue"[] USING CASE WHEN "hue" IS NULL THEN '{}' ELSE ARRAY["hue"::TEXT::"Hue"]::"Hue"[] END,
  ALTER COLUMN "hue" SET DEFAULT ARRAY['red']::"Hue"[],
  ALTER COLUMN "hue" DROP NOT NULL;

-- ---- down.sql
-- migrator: statement-timeout = 30min
-- migrator: rollback = lossy
--
-- Loses all values but the first of each list in "Card"."tag", and all values but the first of each list in "Card"."mark", and all values but the first of each list in "Card"."size", and all values but the first of each list in "Card"."hue".

-- Loses all values but the first of each list in "Card"."tag".
-- Loses all values but the first of each list in "Card"."mark".
-- Loses all values but the first of each list in "Card"."size".
-- Loses all values but the first of each list in "Card"."hue".
ALTER TABLE "Card"
  ALTER COLUMN "tag" TYPE TEXT USING coalesce("tag"[1]::TEXT, ''),
  ALTER COLUMN "tag" SET NOT NULL,
  ALTER COLUMN "mark" TYPE TEXT USING "mark"[1]::TEXT,
  ALTER COLUMN "size" DROP DEFAULT,
  ALTER COLUMN "size" TYPE INTEGER USING coalesce("size"[1]::INTEGER, 3),
  ALTER COLUMN "size" SET DEFAULT 3,
  ALTER COLUMN "size" SET NOT NULL,
  ALTER COLUMN "hue" DROP DEFAULT,
  ALTER COLUMN "hue" TYPE "Hue" USING coalesce("hue"[1]::TEXT::"Hue", 'red'),
  ALTER COLUMN "hue" SET DEFAULT 'red',
  ALTER COLUMN "hue" SET NOT NULL;
