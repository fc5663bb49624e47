-- add foreign key, add foreign key, drop foreign key, drop foreign key, change type, change type, change type

-- ======== 1 migrationDraft (the change): rollback instant
-- ---- up.sql
-- migrator: lock-timeout = 400ms

ALTER TABLE "Capital" DROP CONSTRAINT "Capital_countryCode_fkey";

-- ---- down.sql
-- migrator: lock-timeout = 400ms
-- migrator: rollback = instant

-- Fails while rows of "Capital" refer to nothing.
ALTER TABLE "Capital" ADD CONSTRAINT "Capital_countryCode_fkey" FOREIGN KEY ("countryCode") REFERENCES "Country"("code") ON DELETE RESTRICT ON UPDATE CASCADE;

-- ======== 2 migrationDraft switch_2: rollback instant
-- ---- up.sql
-- migrator: lock-timeout = 400ms

ALTER TABLE "City" DROP CONSTRAINT "City_countryCode_fkey";

-- ---- down.sql
-- migrator: lock-timeout = 400ms
-- migrator: rollback = instant

-- Fails while rows of "City" refer to nothing.
ALTER TABLE "City" ADD CONSTRAINT "City_countryCode_fkey" FOREIGN KEY ("countryCode") REFERENCES "Country"("code") ON DELETE RESTRICT ON UPDATE CASCADE;

-- ======== 3 migrationDraft switch_3: rollback lossy
-- note: Decide on what becomes of values of "Capital"."countryCode" that are no INTEGER, where the migration says TODO.
-- note: "Capital" is rewritten, and nobody can read or write it meanwhile.
-- ---- up.sql
-- migrator: statement-timeout = 30min
--
-- Loses values of "Capital"."countryCode" that are no INTEGER.

-- TODO: decide on what becomes of values of "Capital"."countryCode" that are no INTEGER.
-- What stands here only lets the migration be tried.
ALTER TABLE "Capital" ALTER COLUMN "countryCode" TYPE INTEGER USING CASE WHEN "countryCode" IS NULL THEN NULL WHEN CASE WHEN "countryCode"::TEXT ~ '^[+-]?\d{1,60}(\.\d{1,60})?$' THEN "countryCode"::TEXT::NUMERIC BETWEEN -2147483648 AND 2147483647 ELSE false END THEN "countryCode"::TEXT::NUMERIC::INTEGER ELSE hashtext("countryCode"::TEXT) END;

-- ---- down.sql
-- migrator: statement-timeout = 30min
-- migrator: rollback = lossy
--
-- Does not bring back values of "Capital"."countryCode" that are no INTEGER.

ALTER TABLE "Capital" ALTER COLUMN "countryCode" TYPE TEXT;

-- ======== 4 migrationDraft switch_4: rollback lossy
-- note: Decide on what becomes of values of "City"."countryCode" that are no INTEGER, where the migration says TODO.
-- note: "City" is rewritten, and nobody can read or write it meanwhile.
-- ---- up.sql
-- migrator: statement-timeout = 30min
--
-- Loses values of "City"."countryCode" that are no INTEGER.

-- TODO: decide on what becomes of values of "City"."countryCode" that are no INTEGER.
-- What stands here only lets the migration be tried.
ALTER TABLE "City" ALTER COLUMN "countryCode" TYPE INTEGER USING CASE WHEN "countryCode" IS NULL THEN NULL WHEN CASE WHEN "countryCode"::TEXT ~ '^[+-]?\d{1,60}(\.\d{1,60})?$' THEN "countryCode"::TEXT::NUMERIC BETWEEN -2147483648 AND 2147483647 ELSE false END THEN "countryCode"::TEXT::NUMERIC::INTEGER ELSE hashtext("countryCode"::TEXT) END;

-- ---- down.sql
-- migrator: statement-timeout = 30min
-- migrator: rollback = lossy
--
-- Does not bring back values of "City"."countryCode" that are no INTEGER.

ALTER TABLE "City" ALTER COLUMN "countryCode" TYPE TEXT;

-- ======== 5 migrationDraft switch_5: rollback lossy
-- note: Decide on what becomes of values of "Country"."code" that are no INTEGER, where the migration says TODO.
-- note: "Country" is rewritten, and nobody can read or write it meanwhile.
-- ---- up.sql
-- migrator: statement-timeout = 30min
--
-- Loses values of "Country"."code" that are no INTEGER.

-- TODO: decide on what becomes of values of "Country"."code" that are no INTEGER.
-- What stands here only lets the migration be tried.
ALTER TABLE "Country" ALTER COLUMN "code" TYPE INTEGER USING CASE WHEN "code" IS NULL THEN NULL WHEN CASE WHEN "code"::TEXT ~ '^[+-]?\d{1,60}(\.\d{1,60})?$' THEN "code"::TEXT::NUMERIC BETWEEN -2147483648 AND 2147483647 ELSE false END THEN "code"::TEXT::NUMERIC::INTEGER ELSE hashtext("code"::TEXT) END;

-- ---- down.sql
-- migrator: statement-timeout = 30min
-- migrator: rollback = lossy
--
-- Does not bring back values of "Country"."code" that are no INTEGER.

ALTER TABLE "Country" ALTER COLUMN "code" TYPE TEXT;

-- ======== 6 migrationDraft switched_keys: rollback instant
-- note: Capital_countryCode_fkey cannot be validated while rows of "Capital" refer to nothing.
-- note: City_countryCode_fkey cannot be validated while rows of "City" refer to nothing.
-- ---- up.sql
-- migrator: no-transaction
-- migrator: lock-timeout = 400ms

-- Holds for what is written from now on; the rows that are there are looked at later.
ALTER TABLE "Capital" ADD CONSTRAINT "Capital_countryCode_fkey" FOREIGN KEY ("countryCode") REFERENCES "Country"("code") ON DELETE RESTRICT ON UPDATE CASCADE NOT VALID;

ALTER TABLE "City" ADD CONSTRAINT "City_countryCode_fkey" FOREIGN KEY ("countryCode") REFERENCES "Country"("code") ON DELETE RESTRICT ON UPDATE CASCADE NOT VALID;

-- ---- down.sql
-- migrator: no-transaction
-- migrator: lock-timeout = 400ms
-- migrator: rollback = instant

ALTER TABLE "City" DROP CONSTRAINT "City_countryCode_fkey";

ALTER TABLE "Capital" DROP CONSTRAINT "Capital_countryCode_fkey";

-- ======== 7 migrationDraft validate_switched: rollback instant
-- ---- up.sql
-- migrator: no-transaction

-- Reads the table while others read and write it.
ALTER TABLE "Capital" VALIDATE CONSTRAINT "Capital_countryCode_fkey";

ALTER TABLE "City" VALIDATE CONSTRAINT "City_countryCode_fkey";

-- ---- down.sql
-- migrator: rollback = instant
--
-- There is nothing to undo.
