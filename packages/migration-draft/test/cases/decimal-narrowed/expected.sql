-- change type

-- ======== 1 migrationDraft (the change): rollback lossy
-- note: Decide on how values of "Price"."net" are rounded to 2 digits behind the point, where the migration says TODO.
-- note: Decide on what becomes of values of "Price"."tax" that DECIMAL(6,4) has no room for, where the migration says TODO.
-- note: "Price" is rewritten, and nobody can read or write it meanwhile.
-- ---- up.sql
-- migrator: statement-timeout = 30min
--
-- Loses digits of "Price"."net" after the first 2 behind the point, and values of "Price"."tax" that DECIMAL(6,4) has no room for.

-- TODO: decide on how values of "Price"."net" are rounded to 2 digits behind the point.
-- What stands here only lets the migration be tried.
-- TODO: decide on what becomes of values of "Price"."tax" that DECIMAL(6,4) has no room for.
-- What stands here only lets the migration be tried.
ALTER TABLE "Price"
  ALTER COLUMN "net" TYPE DECIMAL(8,2) USING CASE WHEN "net" IS NOT NULL THEN least(greatest("net"::NUMERIC, -999999.99), 999999.99)::DECIMAL(8,2) END,
  ALTER COLUMN "tax" TYPE DECIMAL(6,4) USING CASE WHEN "tax" IS NOT NULL THEN least(greatest("tax"::NUMERIC, -99.9999), 99.9999)::DECIMAL(6,4) END;

-- ---- down.sql
-- migrator: statement-timeout = 30min
-- migrator: rollback = lossy
--
-- Does not bring back digits of "Price"."net" after the first 2 behind the point, and values of "Price"."tax" that DECIMAL(6,4) has no room for.

ALTER TABLE "Price"
  ALTER COLUMN "net" TYPE DECIMAL(20,6),
  ALTER COLUMN "tax" TYPE DECIMAL(10,4);
