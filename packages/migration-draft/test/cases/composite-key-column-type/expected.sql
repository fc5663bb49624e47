-- add foreign key, drop foreign key, change type, change type

-- ======== 1 migrationDraft (the change): rollback instant
-- ---- up.sql
-- migrator: lock-timeout = 400ms

ALTER TABLE "Mark" DROP CONSTRAINT "Mark_x_y_fkey";

-- ---- down.sql
-- migrator: lock-timeout = 400ms
-- migrator: rollback = instant

-- Fails while rows of "Mark" refer to nothing.
ALTER TABLE "Mark" ADD CONSTRAINT "Mark_x_y_fkey" FOREIGN KEY ("x", "y") REFERENCES "Tile"("x", "y") ON DELETE SET NULL ON UPDATE CASCADE;

-- ======== 2 migrationDraft switch_2: rollback lossy
-- note: "Mark" is rewritten, and nobody can read or write it meanwhile.
-- ---- up.sql
-- migrator: statement-timeout = 30min

ALTER TABLE "Mark"
  ALTER COLUMN "x" TYPE BIGINT,
  ALTER COLUMN "y" TYPE BIGINT;

-- ---- down.sql
-- migrator: statement-timeout = 30min
-- migrator: rollback = lossy
--
-- Loses values of "Mark"."x" that INTEGER has no room for, and values of "Mark"."y" that INTEGER has no room for.

-- Loses values of "Mark"."x" that INTEGER has no room for.
-- Loses values of "Mark"."y" that INTEGER has no room for.
ALTER TABLE "Mark"
  ALTER COLUMN "x" TYPE INTEGER USING CASE WHEN "x" BETWEEN -2147483648 AND 2147483647 THEN "x"::INTEGER WHEN "x" IS NOT NULL THEN hashtext("x"::TEXT) END,
  ALTER COLUMN "y" TYPE INTEGER USING CASE WHEN "y" BETWEEN -2147483648 AND 2147483647 THEN "y"::INTEGER WHEN "y" IS NOT NULL THEN hashtext("y"::TEXT) END;

-- ======== 3 migrationDraft switch_3: rollback lossy
-- note: "Tile" is rewritten, and nobody can read or write it meanwhile.
-- ---- up.sql
-- migrator: statement-timeout = 30min

ALTER TABLE "Tile"
  ALTER COLUMN "x" TYPE BIGINT,
  ALTER COLUMN "y" TYPE BIGINT;

-- ---- down.sql
-- migrator: statement-timeout = 30min
-- migrator: rollback = lossy
--
-- Loses values of "Tile"."x" that INTEGER has no room for, and values of "Tile"."y" that INTEGER has no room for.

-- Loses values of "Tile"."x" that INTEGER has no room for.
-- Loses values of "Tile"."y" that INTEGER has no room for.
ALTER TABLE "Tile"
  ALTER COLUMN "x" TYPE INTEGER USING CASE WHEN "x" BETWEEN -2147483648 AND 2147483647 THEN "x"::INTEGER WHEN "x" IS NOT NULL THEN hashtext("x"::TEXT) END,
  ALTER COLUMN "y" TYPE INTEGER USING CASE WHEN "y" BETWEEN -2147483648 AND 2147483647 THEN "y"::INTEGER WHEN "y" IS NOT NULL THEN hashtext("y"::TEXT) END;

-- ======== 4 migrationDraft switched_keys: rollback instant
-- note: Mark_x_y_fkey cannot be validated while rows of "Mark" refer to nothing.
-- ---- up.sql
-- migrator: no-transaction
-- migrator: lock-timeout = 400ms

-- Holds for what is written from now on; the rows that are there are looked at later.
ALTER TABLE "Mark" ADD CONSTRAINT "Mark_x_y_fkey" FOREIGN KEY ("x", "y") REFERENCES "Tile"("x", "y") ON DELETE SET NULL ON UPDATE CASCADE NOT VALID;

-- ---- down.sql
-- migrator: no-transaction
-- migrator: lock-timeout = 400ms
-- migrator: rollback = instant

ALTER TABLE "Mark" DROP CONSTRAINT "Mark_x_y_fkey";

-- ======== 5 migrationDraft validate_switched: rollback instant
-- ---- up.sql
-- Reads the table while others read and write it.
ALTER TABLE "Mark" VALIDATE CONSTRAINT "Mark_x_y_fkey";

-- ---- down.sql
-- migrator: rollback = instant
--
-- There is nothing to undo.
