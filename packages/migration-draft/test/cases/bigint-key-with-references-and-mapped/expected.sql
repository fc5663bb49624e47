-- add foreign key, add foreign key, add foreign key, drop foreign key, drop foreign key, drop foreign key, change type, change type, change type, rename table, rename columns and keys, rename table, rename columns and keys, rename table, rename columns and keys

-- ======== 1 migrationDraft (the change): rollback instant
-- ---- up.sql
ALTER TABLE "Account" DROP CONSTRAINT "Account_parentId_fkey";

-- ---- down.sql
-- migrator: rollback = instant

-- Fails while rows of "Account" refer to nothing.
ALTER TABLE "Account" ADD CONSTRAINT "Account_parentId_fkey" FOREIGN KEY ("parentId") REFERENCES "Account"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- ======== 2 migrationDraft switch_2: rollback instant
-- ---- up.sql
-- migrator: lock-timeout = 400ms

ALTER TABLE "Entry" DROP CONSTRAINT "Entry_accountId_fkey";

-- ---- down.sql
-- migrator: lock-timeout = 400ms
-- migrator: rollback = instant

-- Fails while rows of "Entry" refer to nothing.
ALTER TABLE "Entry" ADD CONSTRAINT "Entry_accountId_fkey" FOREIGN KEY ("accountId") REFERENCES "Account"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- ======== 3 migrationDraft switch_3: rollback instant
-- ---- up.sql
-- migrator: lock-timeout = 400ms

ALTER TABLE "Note" DROP CONSTRAINT "Note_entryId_fkey";

-- ---- down.sql
-- migrator: lock-timeout = 400ms
-- migrator: rollback = instant

-- Fails while rows of "Note" refer to nothing.
ALTER TABLE "Note" ADD CONSTRAINT "Note_entryId_fkey" FOREIGN KEY ("entryId") REFERENCES "Entry"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- ======== 4 migrationDraft switch_4: rollback lossy
-- note: "Account" is rewritten, and nobody can read or write it meanwhile.
-- ---- up.sql
-- migrator: statement-timeout = 30min

ALTER TABLE "Account"
  ALTER COLUMN "id" TYPE BIGINT,
  ALTER COLUMN "parentId" TYPE BIGINT;

ALTER SEQUENCE "Account_id_seq" AS BIGINT;

-- ---- down.sql
-- migrator: statement-timeout = 30min
-- migrator: rollback = lossy
--
-- Loses values of "Account"."id" that INTEGER has no room for, and values of "Account"."parentId" that INTEGER has no room for.

-- Loses values of "Account"."id" that INTEGER has no room for.
-- Loses values of "Account"."parentId" that INTEGER has no room for.
ALTER TABLE "Account"
  ALTER COLUMN "id" TYPE INTEGER USING CASE WHEN "id" BETWEEN -2147483648 AND 2147483647 THEN "id"::INTEGER WHEN "id" IS NOT NULL THEN hashtext("id"::TEXT) END,
  ALTER COLUMN "parentId" TYPE INTEGER USING CASE WHEN "parentId" BETWEEN -2147483648 AND 2147483647 THEN "parentId"::INTEGER WHEN "parentId" IS NOT NULL THEN hashtext("parentId"::TEXT) END;

ALTER SEQUENCE "Account_id_seq" AS INTEGER;

-- ======== 5 migrationDraft switch_5: rollback lossy
-- note: "Entry" is rewritten, and nobody can read or write it meanwhile.
-- ---- up.sql
-- migrator: statement-timeout = 30min

ALTER TABLE "Entry"
  ALTER COLUMN "id" TYPE BIGINT,
  ALTER COLUMN "accountId" TYPE BIGINT;

ALTER SEQUENCE "Entry_id_seq" AS BIGINT;

-- ---- down.sql
-- migrator: statement-timeout = 30min
-- migrator: rollback = lossy
--
-- Loses values of "Entry"."id" that INTEGER has no room for, and values of "Entry"."accountId" that INTEGER has no room for.

-- Loses values of "Entry"."id" that INTEGER has no room for.
-- Loses values of "Entry"."accountId" that INTEGER has no room for.
ALTER TABLE "Entry"
  ALTER COLUMN "id" TYPE INTEGER USING CASE WHEN "id" BETWEEN -2147483648 AND 2147483647 THEN "id"::INTEGER WHEN "id" IS NOT NULL THEN hashtext("id"::TEXT) END,
  ALTER COLUMN "accountId" TYPE INTEGER USING CASE WHEN "accountId" BETWEEN -2147483648 AND 2147483647 THEN "accountId"::INTEGER WHEN "accountId" IS NOT NULL THEN hashtext("accountId"::TEXT) END;

ALTER SEQUENCE "Entry_id_seq" AS INTEGER;

-- ======== 6 migrationDraft switch_6: rollback lossy
-- note: "Note" is rewritten, and nobody can read or write it meanwhile.
-- ---- up.sql
-- migrator: statement-timeout = 30min

ALTER TABLE "Note" ALTER COLUMN "entryId" TYPE BIGINT;

-- ---- down.sql
-- migrator: statement-timeout = 30min
-- migrator: rollback = lossy
--
-- Loses values of "Note"."entryId" that INTEGER has no room for.

-- Loses values of "Note"."entryId" that INTEGER has no room for.
ALTER TABLE "Note" ALTER COLUMN "entryId" TYPE INTEGER USING CASE WHEN "entryId" BETWEEN -2147483648 AND 2147483647 THEN "entryId"::INTEGER WHEN "entryId" IS NOT NULL THEN hashtext("entryId"::TEXT) END;

-- ======== 7 migrationDraft switch_7: rollback instant
-- ---- up.sql
ALTER TABLE "Account" RENAME TO "Account_now";

ALTER TABLE "Account_now" RENAME COLUMN "id" TO "id_now";

ALTER TABLE "Account_now" RENAME COLUMN "parentId" TO "parentId_now";

ALTER INDEX "Account_pkey" RENAME TO "Account_now_pkey";

ALTER SEQUENCE IF EXISTS "Account_id_seq" RENAME TO "Account_now_id_now_seq";

-- ---- down.sql
-- migrator: rollback = instant

ALTER SEQUENCE IF EXISTS "Account_now_id_now_seq" RENAME TO "Account_id_seq";

ALTER INDEX "Account_now_pkey" RENAME TO "Account_pkey";

ALTER TABLE "Account_now" RENAME COLUMN "parentId_now" TO "parentId";

ALTER TABLE "Account_now" RENAME COLUMN "id_now" TO "id";

ALTER TABLE "Account_now" RENAME TO "Account";

-- ======== 8 migrationDraft switch_8: rollback instant
-- ---- up.sql
ALTER TABLE "Entry" RENAME TO "Entry_now";

ALTER TABLE "Entry_now" RENAME COLUMN "id" TO "id_now";

ALTER TABLE "Entry_now" RENAME COLUMN "accountId" TO "accountId_now";

ALTER INDEX "Entry_pkey" RENAME TO "Entry_now_pkey";

ALTER INDEX "Entry_accountId_idx" RENAME TO "Entry_now_accountId_now_idx";

ALTER SEQUENCE IF EXISTS "Entry_id_seq" RENAME TO "Entry_now_id_now_seq";

-- ---- down.sql
-- migrator: rollback = instant

ALTER SEQUENCE IF EXISTS "Entry_now_id_now_seq" RENAME TO "Entry_id_seq";

ALTER INDEX "Entry_now_accountId_now_idx" RENAME TO "Entry_accountId_idx";

ALTER INDEX "Entry_now_pkey" RENAME TO "Entry_pkey";

ALTER TABLE "Entry_now" RENAME COLUMN "accountId_now" TO "accountId";

ALTER TABLE "Entry_now" RENAME COLUMN "id_now" TO "id";

ALTER TABLE "Entry_now" RENAME TO "Entry";

-- ======== 9 migrationDraft switch_9: rollback instant
-- ---- up.sql
ALTER TABLE "Note" RENAME TO "Note_now";

ALTER TABLE "Note_now" RENAME COLUMN "entryId" TO "entryId_now";

ALTER TABLE "Note_now" RENAME COLUMN "position" TO "position_now";

ALTER INDEX "Note_pkey" RENAME TO "Note_now_pkey";

-- ---- down.sql
-- migrator: rollback = instant

ALTER INDEX "Note_now_pkey" RENAME TO "Note_pkey";

ALTER TABLE "Note_now" RENAME COLUMN "position_now" TO "position";

ALTER TABLE "Note_now" RENAME COLUMN "entryId_now" TO "entryId";

ALTER TABLE "Note_now" RENAME TO "Note";

-- ======== 10 migrationDraft switched_keys: rollback instant
-- note: Account_now_parentId_now_fkey cannot be validated while rows of "Account_now" refer to nothing.
-- note: Entry_now_accountId_now_fkey cannot be validated while rows of "Entry_now" refer to nothing.
-- note: Note_now_entryId_now_fkey cannot be validated while rows of "Note_now" refer to nothing.
-- ---- up.sql
-- migrator: no-transaction
-- migrator: lock-timeout = 400ms

-- Holds for what is written from now on; the rows that are there are looked at later.
ALTER TABLE "Account_now" ADD CONSTRAINT "Account_now_parentId_now_fkey" FOREIGN KEY ("parentId_now") REFERENCES "Account_now"("id_now") ON DELETE SET NULL ON UPDATE CASCADE NOT VALID;

ALTER TABLE "Entry_now" ADD CONSTRAINT "Entry_now_accountId_now_fkey" FOREIGN KEY ("accountId_now") REFERENCES "Account_now"("id_now") ON DELETE CASCADE ON UPDATE CASCADE NOT VALID;

ALTER TABLE "Note_now" ADD CONSTRAINT "Note_now_entryId_now_fkey" FOREIGN KEY ("entryId_now") REFERENCES "Entry_now"("id_now") ON DELETE RESTRICT ON UPDATE CASCADE NOT VALID;

-- ---- down.sql
-- migrator: no-transaction
-- migrator: lock-timeout = 400ms
-- migrator: rollback = instant

ALTER TABLE "Note_now" DROP CONSTRAINT "Note_now_entryId_now_fkey";

ALTER TABLE "Entry_now" DROP CONSTRAINT "Entry_now_accountId_now_fkey";

ALTER TABLE "Account_now" DROP CONSTRAINT "Account_now_parentId_now_fkey";

-- ======== 11 migrationDraft validate_switched: rollback instant
-- ---- up.sql
-- migrator: no-transaction

-- Reads the table while others read and write it.
ALTER TABLE "Account_now" VALIDATE CONSTRAINT "Account_now_parentId_now_fkey";

ALTER TABLE "Entry_now" VALIDATE CONSTRAINT "Entry_now_accountId_now_fkey";

ALTER TABLE "Note_now" VALIDATE CONSTRAINT "Note_now_entryId_now_fkey";

-- ---- down.sql
-- migrator: rollback = instant
--
-- There is nothing to undo.
