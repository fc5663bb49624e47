-- add column, set not null, create index, add foreign key, replace foreign key, drop foreign key, drop index, rebuild enum, change type, change type, change primary key, rename enum, rename table, rename columns and keys, rename table, rename columns and keys, rename columns and keys

-- ======== 1 migrationDraft (the change): rollback lossy
-- ---- up.sql
ALTER TABLE "Agent" ADD COLUMN "phone" TEXT;

-- ---- down.sql
-- migrator: rollback = lossy
--
-- Loses what "Agent"."phone" holds.

ALTER TABLE "Agent" DROP COLUMN "phone";

-- ======== 2 migrationDraft fill: rollback instant
-- note: Decide on a value for the rows that are there: "Agent"."phone" is new and has no default, where the migration says TODO.
-- ---- up.sql
-- migrator: batches = "Agent" by "id"
-- migrator: lock-timeout = 400ms

-- TODO: decide on a value for the rows that are there: "Agent"."phone" is new and has no default.
-- What stands here only lets the migration be tried.
UPDATE "Agent" SET "phone" = '' WHERE "Agent"."id" >= {from} AND "Agent"."id" <= {to} AND "Agent"."phone" IS NULL;

-- ---- down.sql
-- migrator: rollback = instant
--
-- There is nothing to undo.

-- ======== 3 migrationDraft fill_2: rollback instant
-- note: Decide on a value for rows that have no value in "Ticket"."ownerId", where the migration says TODO.
-- ---- up.sql
-- migrator: batches = "Ticket" by "id"
-- migrator: lock-timeout = 400ms

-- TODO: decide on a value for rows that have no value in "Ticket"."ownerId".
-- What stands here only lets the migration be tried.
UPDATE "Ticket" SET "ownerId" = (SELECT "id" FROM "Agent" ORDER BY 1 LIMIT 1) WHERE "Ticket"."id" >= {from} AND "Ticket"."id" <= {to} AND "Ticket"."ownerId" IS NULL;

-- ---- down.sql
-- migrator: rollback = instant
--
-- There is nothing to undo.

-- ======== 4 migrationDraft indexes: rollback instant
-- ---- up.sql
-- migrator: no-transaction
--
-- Indexes are built while their tables are written to, which PostgreSQL does outside of transactions only.

CREATE INDEX CONCURRENTLY "_CaseToTag_B_index" ON "_TagToTicket"("A");

-- ---- down.sql
-- migrator: no-transaction
-- migrator: rollback = instant

DROP INDEX CONCURRENTLY "_CaseToTag_B_index";

-- ======== 5 migrationDraft constrain: rollback instant
-- ---- up.sql
-- migrator: no-transaction

-- Holds for what is written from now on; the rows that are there are looked at later.
ALTER TABLE "Agent" ADD CONSTRAINT "Agent_phone_not_null_check" CHECK ("phone" IS NOT NULL) NOT VALID;

ALTER TABLE "Ticket" ADD CONSTRAINT "Ticket_ownerId_not_null_check" CHECK ("ownerId" IS NOT NULL) NOT VALID;

-- ---- down.sql
-- migrator: no-transaction
-- migrator: rollback = instant

ALTER TABLE "Ticket" DROP CONSTRAINT IF EXISTS "Ticket_ownerId_not_null_check";

ALTER TABLE "Agent" DROP CONSTRAINT IF EXISTS "Agent_phone_not_null_check";

-- ======== 6 migrationDraft refill: rollback instant
-- ---- up.sql
-- migrator: batches = "Agent" by "id"
-- migrator: lock-timeout = 400ms

-- What was written without a value before the check was there.
-- TODO: decide on a value for the rows that are there: "Agent"."phone" is new and has no default.
-- It is that of the fill before.
UPDATE "Agent" SET "phone" = '' WHERE "Agent"."id" >= {from} AND "Agent"."id" <= {to} AND "Agent"."phone" IS NULL;

-- ---- down.sql
-- migrator: rollback = instant
--
-- There is nothing to undo.

-- ======== 7 migrationDraft refill_2: rollback instant
-- ---- up.sql
-- migrator: batches = "Ticket" by "id"
-- migrator: lock-timeout = 400ms

-- What was written without a value before the check was there.
-- TODO: decide on a value for rows that have no value in "Ticket"."ownerId".
-- It is that of the fill before.
UPDATE "Ticket" SET "ownerId" = (SELECT "id" FROM "Agent" ORDER BY 1 LIMIT 1) WHERE "Ticket"."id" >= {from} AND "Ticket"."id" <= {to} AND "Ticket"."ownerId" IS NULL;

-- ---- down.sql
-- migrator: rollback = instant
--
-- There is nothing to undo.

-- ======== 8 migrationDraft validate: rollback instant
-- ---- up.sql
-- migrator: no-transaction
--
-- On its own, so that the locks of the migrations before are let go.

-- Reads the table while others read and write it.
ALTER TABLE "Agent" VALIDATE CONSTRAINT "Agent_phone_not_null_check";

ALTER TABLE "Ticket" VALIDATE CONSTRAINT "Ticket_ownerId_not_null_check";

-- PostgreSQL takes the valid check for proof, and reads nothing.
ALTER TABLE "Agent" ALTER COLUMN "phone" SET NOT NULL;

ALTER TABLE "Ticket" ALTER COLUMN "ownerId" SET NOT NULL;

ALTER TABLE "Agent" DROP CONSTRAINT "Agent_phone_not_null_check";

ALTER TABLE "Ticket" DROP CONSTRAINT "Ticket_ownerId_not_null_check";

-- ---- down.sql
-- migrator: no-transaction
-- migrator: rollback = instant

ALTER TABLE "Ticket" ALTER COLUMN "ownerId" DROP NOT NULL;

ALTER TABLE "Agent" ALTER COLUMN "phone" DROP NOT NULL;

-- ======== 9 migrationDraft switch: rollback instant
-- ---- up.sql
-- migrator: lock-timeout = 400ms

ALTER TABLE "Ticket"
  DROP CONSTRAINT "Ticket_ownerId_fkey",
  ADD CONSTRAINT "Ticket_ownerId_fkey" FOREIGN KEY ("ownerId") REFERENCES "Agent"("id") ON DELETE RESTRICT ON UPDATE CASCADE NOT VALID;

-- ---- down.sql
-- migrator: lock-timeout = 400ms
-- migrator: rollback = instant

ALTER TABLE "Ticket"
  DROP CONSTRAINT "Ticket_ownerId_fkey",
  ADD CONSTRAINT "Ticket_ownerId_fkey" FOREIGN KEY ("ownerId") REFERENCES "Agent"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- ======== 10 migrationDraft switch_2: rollback instant
-- ---- up.sql
-- migrator: lock-timeout = 400ms

ALTER TABLE "_TagToTicket" DROP CONSTRAINT "_TagToTicket_B_fkey";

-- ---- down.sql
-- migrator: lock-timeout = 400ms
-- migrator: rollback = instant

-- Fails while rows of "_TagToTicket" refer to nothing.
ALTER TABLE "_TagToTicket" ADD CONSTRAINT "_TagToTicket_B_fkey" FOREIGN KEY ("B") REFERENCES "Ticket"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- ======== 11 migrationDraft switch_3: rollback instant
-- ---- up.sql
DROP INDEX "_TagToTicket_B_index";

-- ---- down.sql
-- migrator: rollback = instant

CREATE INDEX "_TagToTicket_B_index" ON "_TagToTicket"("B");

-- ======== 12 migrationDraft switch_4: rollback lossy
-- note: Decide on what rows get that hold 'DONE', where the migration says TODO.
-- note: Decide on what becomes of values of "Ticket"."title" that are longer than 100, where the migration says TODO.
-- note: "Ticket" is rewritten, and nobody can read or write it meanwhile.
-- ---- up.sql
-- migrator: statement-timeout = 30min
--
-- Loses which rows held 'DONE'.
-- Loses characters of "Ticket"."title" behind the first 100.

-- PostgreSQL cannot take values out of an enum, or order them anew: the type is made again, and its
-- columns are moved over, which rewrites their tables.
CREATE TYPE "Status__new" AS ENUM ('FRESH', 'OPEN', 'CLOSED');

-- TODO: decide on what rows of "Ticket" get that hold 'DONE' in "status".
-- What stands here only lets the migration be tried.
ALTER TABLE "Ticket"
  ALTER COLUMN "status" DROP DEFAULT,
  ALTER COLUMN "status" TYPE "Status__new" USING (CASE "status"::TEXT WHEN 'NEW' THEN 'FRESH' WHEN 'DONE' THEN 'FRESH' ELSE "status"::TEXT END)::"Status__new",
  ALTER COLUMN "status" SET DEFAULT 'FRESH';

DROP TYPE "Status";

ALTER TYPE "Status__new" RENAME TO "Status";

-- TODO: decide on what becomes of values of "Ticket"."title" that are longer than 100.
-- What stands here only lets the migration be tried.
ALTER TABLE "Ticket"
  ALTER COLUMN "id" TYPE BIGINT,
  ALTER COLUMN "title" TYPE VARCHAR(100) USING left("title"::TEXT, 100)::VARCHAR(100),
  ALTER COLUMN "priority" TYPE TEXT;

ALTER SEQUENCE "Ticket_id_seq" AS BIGINT;

-- ---- down.sql
-- migrator: statement-timeout = 30min
-- migrator: rollback = lossy
--
-- Loses which rows held 'CLOSED'.
-- Loses values of "Ticket"."id" that INTEGER has no room for, and values of "Ticket"."priority" that are no INTEGER.
-- Does not bring back which rows held 'DONE'.
-- Does not bring back characters of "Ticket"."title" behind the first 100.

-- Loses values of "Ticket"."id" that INTEGER has no room for.
-- Loses values of "Ticket"."priority" that are no INTEGER.
ALTER TABLE "Ticket"
  ALTER COLUMN "id" TYPE INTEGER USING CASE WHEN "id" BETWEEN -2147483648 AND 2147483647 THEN "id"::INTEGER WHEN "id" IS NOT NULL THEN hashtext("id"::TEXT) END,
  ALTER COLUMN "title" TYPE TEXT,
  ALTER COLUMN "priority" TYPE INTEGER USING CASE WHEN "priority" IS NULL THEN NULL WHEN CASE WHEN "priority"::TEXT ~ '^[+-]?\d{1,60}(\.\d{1,60})?$' THEN "priority"::TEXT::NUMERIC BETWEEN -2147483648 AND 2147483647 ELSE false END THEN "priority"::TEXT::NUMERIC::INTEGER ELSE 0 END;

ALTER SEQUENCE "Ticket_id_seq" AS INTEGER;

-- PostgreSQL cannot take values out of an enum, or order them anew: the type is made again, and its
-- columns are moved over, which rewrites their tables.
CREATE TYPE "Status__new" AS ENUM ('NEW', 'OPEN', 'DONE');

-- Rows of "Ticket" that hold 'CLOSED' in "status" get 'NEW'.
ALTER TABLE "Ticket"
  ALTER COLUMN "status" DROP DEFAULT,
  ALTER COLUMN "status" TYPE "Status__new" USING (CASE "status"::TEXT WHEN 'FRESH' THEN 'NEW' WHEN 'CLOSED' THEN 'NEW' ELSE "status"::TEXT END)::"Status__new",
  ALTER COLUMN "status" SET DEFAULT 'NEW';

DROP TYPE "Status";

ALTER TYPE "Status__new" RENAME TO "Status";

-- ======== 13 migrationDraft switch_5: rollback lossy
-- note: "_TagToTicket" is rewritten, and nobody can read or write it meanwhile.
-- ---- up.sql
-- migrator: statement-timeout = 30min

ALTER TABLE "_TagToTicket" ALTER COLUMN "B" TYPE BIGINT;

ALTER TYPE "Status" RENAME TO "Phase";

-- ---- down.sql
-- migrator: statement-timeout = 30min
-- migrator: rollback = lossy
--
-- Loses values of "_TagToTicket"."B" that INTEGER has no room for.

ALTER TYPE "Phase" RENAME TO "Status";

-- Loses values of "_TagToTicket"."B" that INTEGER has no room for.
ALTER TABLE "_TagToTicket" ALTER COLUMN "B" TYPE INTEGER USING CASE WHEN "B" BETWEEN -2147483648 AND 2147483647 THEN "B"::INTEGER WHEN "B" IS NOT NULL THEN hashtext("B"::TEXT) END;

-- ======== 14 migrationDraft switch_6: rollback instant
-- ---- up.sql
ALTER TABLE "Ticket" RENAME TO "Case";

ALTER TABLE "Case" RENAME COLUMN "status" TO "phase";

ALTER TABLE "Case" RENAME COLUMN "ownerId" TO "agentId";

ALTER TABLE "Case" RENAME CONSTRAINT "Ticket_ownerId_fkey" TO "Case_agentId_fkey";

ALTER INDEX "Ticket_pkey" RENAME TO "Case_pkey";

ALTER INDEX "Ticket_status_priority_idx" RENAME TO "Case_phase_priority_idx";

ALTER SEQUENCE IF EXISTS "Ticket_id_seq" RENAME TO "Case_id_seq";

-- ---- down.sql
-- migrator: rollback = instant

ALTER SEQUENCE IF EXISTS "Case_id_seq" RENAME TO "Ticket_id_seq";

ALTER INDEX "Case_phase_priority_idx" RENAME TO "Ticket_status_priority_idx";

ALTER INDEX "Case_pkey" RENAME TO "Ticket_pkey";

ALTER TABLE "Case" RENAME CONSTRAINT "Case_agentId_fkey" TO "Ticket_ownerId_fkey";

ALTER TABLE "Case" RENAME COLUMN "agentId" TO "ownerId";

ALTER TABLE "Case" RENAME COLUMN "phase" TO "status";

ALTER TABLE "Case" RENAME TO "Ticket";

-- ======== 15 migrationDraft switch_7: rollback instant
-- ---- up.sql
ALTER TABLE "_TagToTicket" RENAME TO "_CaseToTag";

ALTER TABLE "_CaseToTag" RENAME COLUMN "A" TO "A__old";

ALTER TABLE "_CaseToTag" RENAME COLUMN "B" TO "A";

ALTER TABLE "_CaseToTag" RENAME COLUMN "A__old" TO "B";

ALTER TABLE "_CaseToTag" RENAME CONSTRAINT "_TagToTicket_A_fkey" TO "_CaseToTag_B_fkey";

-- ---- down.sql
-- migrator: rollback = instant

ALTER TABLE "_CaseToTag" RENAME CONSTRAINT "_CaseToTag_B_fkey" TO "_TagToTicket_A_fkey";

ALTER TABLE "_CaseToTag" RENAME COLUMN "B" TO "A__old";

ALTER TABLE "_CaseToTag" RENAME COLUMN "A" TO "B";

ALTER TABLE "_CaseToTag" RENAME COLUMN "A__old" TO "A";

ALTER TABLE "_CaseToTag" RENAME TO "_TagToTicket";

-- ======== 16 migrationDraft switch_8: rollback instant
-- ---- up.sql
ALTER TABLE "Agent" RENAME COLUMN "mail" TO "email";

ALTER INDEX "Agent_mail_key" RENAME TO "Agent_email_key";

-- ---- down.sql
-- migrator: rollback = instant

ALTER INDEX "Agent_email_key" RENAME TO "Agent_mail_key";

ALTER TABLE "Agent" RENAME COLUMN "email" TO "mail";

-- ======== 17 migrationDraft switched_indexes: rollback instant
-- note: _CaseToTag_AB_pkey cannot be built while rows of "_CaseToTag" have the same values.
-- ---- up.sql
-- migrator: no-transaction

CREATE UNIQUE INDEX CONCURRENTLY "_CaseToTag_AB_pkey_new" ON "_CaseToTag"("A", "B");

-- ---- down.sql
-- migrator: no-transaction
-- migrator: rollback = instant

DROP INDEX CONCURRENTLY IF EXISTS "_CaseToTag_AB_pkey_new";

-- ======== 18 migrationDraft switched_keys: rollback instant
-- note: _CaseToTag_A_fkey cannot be validated while rows of "_CaseToTag" refer to nothing.
-- ---- up.sql
-- migrator: no-transaction
-- migrator: lock-timeout = 400ms

-- Holds for what is written from now on; the rows that are there are looked at later.
ALTER TABLE "_CaseToTag" ADD CONSTRAINT "_CaseToTag_A_fkey" FOREIGN KEY ("A") REFERENCES "Case"("id") ON DELETE CASCADE ON UPDATE CASCADE NOT VALID;

ALTER TABLE "_CaseToTag"
  DROP CONSTRAINT "_TagToTicket_AB_pkey",
  ADD CONSTRAINT "_CaseToTag_AB_pkey" PRIMARY KEY USING INDEX "_CaseToTag_AB_pkey_new";

-- ---- down.sql
-- migrator: no-transaction
-- migrator: lock-timeout = 400ms
-- migrator: rollback = instant

ALTER TABLE "_CaseToTag"
  DROP CONSTRAINT "_CaseToTag_AB_pkey",
  ADD CONSTRAINT "_TagToTicket_AB_pkey" PRIMARY KEY ("B", "A");

ALTER TABLE "_CaseToTag" DROP CONSTRAINT "_CaseToTag_A_fkey";

-- ======== 19 migrationDraft validate_switched: rollback instant
-- ---- up.sql
-- migrator: no-transaction

-- Reads the table while others read and write it.
ALTER TABLE "_CaseToTag" VALIDATE CONSTRAINT "_CaseToTag_A_fkey";

ALTER TABLE "Case" VALIDATE CONSTRAINT "Case_agentId_fkey";

-- ---- down.sql
-- migrator: rollback = instant
--
-- There is nothing to undo.
