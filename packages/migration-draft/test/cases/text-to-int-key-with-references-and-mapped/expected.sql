-- add foreign key, add foreign key, drop foreign key, drop foreign key, change type, change type, change type, rename table, rename columns and keys, rename table, rename columns and keys, rename table, rename columns and keys

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

-- ======== 6 migrationDraft switch_6: rollback instant
-- ---- up.sql
ALTER TABLE "Capital" RENAME TO "Capital_now";

ALTER TABLE "Capital_now" RENAME COLUMN "countryCode" TO "countryCode_now";

ALTER INDEX "Capital_pkey" RENAME TO "Capital_now_pkey";

-- ---- down.sql
-- migrator: rollback = instant

ALTER INDEX "Capital_now_pkey" RENAME TO "Capital_pkey";

ALTER TABLE "Capital_now" RENAME COLUMN "countryCode_now" TO "countryCode";

ALTER TABLE "Capital_now" RENAME TO "Capital";

-- ======== 7 migrationDraft switch_7: rollback instant
-- ---- up.sql
ALTER TABLE "City" RENAME TO "City_now";

ALTER TABLE "City_now" RENAME COLUMN "id" TO "id_now";

ALTER TABLE "City_now" RENAME COLUMN "countryCode" TO "countryCode_now";

ALTER INDEX "City_pkey" RENAME TO "City_now_pkey";

ALTER INDEX "City_countryCode_id_key" RENAME TO "City_now_countryCode_now_id_now_key";

ALTER SEQUENCE IF EXISTS "City_id_seq" RENAME TO "City_now_id_now_seq";

-- ---- down.sql
-- migrator: rollback = instant

ALTER SEQUENCE IF EXISTS "City_now_id_now_seq" RENAME TO "City_id_seq";

ALTER INDEX "City_now_countryCode_now_id_now_key" RENAME TO "City_countryCode_id_key";

ALTER INDEX "City_now_pkey" RENAME TO "City_pkey";

ALTER TABLE "City_now" RENAME COLUMN "countryCode_now" TO "countryCode";

ALTER TABLE "City_now" RENAME COLUMN "id_now" TO "id";

ALTER TABLE "City_now" RENAME TO "City";

-- ======== 8 migrationDraft switch_8: rollback instant
-- ---- up.sql
ALTER TABLE "Country" RENAME TO "Country_now";

ALTER TABLE "Country_now" RENAME COLUMN "code" TO "code_now";

ALTER INDEX "Country_pkey" RENAME TO "Country_now_pkey";

-- ---- down.sql
-- migrator: rollback = instant

ALTER INDEX "Country_now_pkey" RENAME TO "Country_pkey";

ALTER TABLE "Country_now" RENAME COLUMN "code_now" TO "code";

ALTER TABLE "Country_now" RENAME TO "Country";

-- ======== 9 migrationDraft switched_keys: rollback instant
-- note: Capital_now_countryCode_now_fkey cannot be validated while rows of "Capital_now" refer to nothing.
-- note: City_now_countryCode_now_fkey cannot be validated while rows of "City_now" refer to nothing.
-- ---- up.sql
-- migrator: no-transaction
-- migrator: lock-timeout = 400ms

-- Holds for what is written from now on; the rows that are there are looked at later.
ALTER TABLE "Capital_now" ADD CONSTRAINT "Capital_now_countryCode_now_fkey" FOREIGN KEY ("countryCode_now") REFERENCES "Country_now"("code_now") ON DELETE RESTRICT ON UPDATE CASCADE NOT VALID;

ALTER TABLE "City_now" ADD CONSTRAINT "City_now_countryCode_now_fkey" FOREIGN KEY ("countryCode_now") REFERENCES "Country_now"("code_now") ON DELETE RESTRICT ON UPDATE CASCADE NOT VALID;

-- ---- down.sql
-- migrator: no-transaction
-- migrator: lock-timeout = 400ms
-- migrator: rollback = instant

ALTER TABLE "City_now" DROP CONSTRAINT "City_now_countryCode_now_fkey";

ALTER TABLE "Capital_now" DROP CONSTRAINT "Capital_now_countryCode_now_fkey";

-- ======== 10 migrationDraft validate_switched: rollback instant
-- ---- up.sql
-- migrator: no-transaction

-- Reads the table while others read and write it.
ALTER TABLE "Capital_now" VALIDATE CONSTRAINT "Capital_now_countryCode_now_fkey";

ALTER TABLE "City_now" VALIDATE CONSTRAINT "City_now_countryCode_now_fkey";

-- ---- down.sql
-- migrator: rollback = instant
--
-- There is nothing to undo.
