-- change type, drop column

-- ======== 1 migrationDraft (the change): rollback lossy
-- note: "Slot" is rewritten, and nobody can read or write it meanwhile.
-- ---- up.sql
-- migrator: statement-timeout = 30min

ALTER TABLE "Slot" ALTER COLUMN "size" TYPE TEXT;

-- ---- down.sql
-- migrator: statement-timeout = 30min
-- migrator: rollback = lossy
--
-- Loses values of "Slot"."size" that are no INTEGER.

-- Loses values of "Slot"."size" that are no INTEGER.
ALTER TABLE "Slot" ALTER COLUMN "size" TYPE INTEGER USING CASE WHEN "size" IS NULL THEN NULL WHEN CASE WHEN "size"::TEXT ~ '^[+-]?\d{1,60}(\.\d{1,60})?$' THEN "size"::TEXT::NUMERIC BETWEEN -2147483648 AND 2147483647 ELSE false END THEN "size"::TEXT::NUMERIC::INTEGER ELSE 0 END;

-- ======== 2 migrationDraft contract: rollback lossy
-- ---- up.sql
-- Last, because nothing brings back what is dropped.
-- Loses what "Slot"."text" holds.

ALTER TABLE "Slot" DROP COLUMN "text";

-- ---- down.sql
-- migrator: rollback = lossy
--
-- Does not bring back what "Slot"."text" holds.

-- Rows get '' in "text", because it is required again.
ALTER TABLE "Slot" ADD COLUMN "text" TEXT NOT NULL DEFAULT '';

ALTER TABLE "Slot" ALTER COLUMN "text" DROP DEFAULT;
