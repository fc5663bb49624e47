-- change type

-- ======== 1 migrationDraft (the change): rollback lossy
-- note: "Ticket" is rewritten, and nobody can read or write it meanwhile.
-- ---- up.sql
-- migrator: statement-timeout = 30min

ALTER TABLE "Ticket" ALTER COLUMN "id" TYPE BIGINT;

ALTER SEQUENCE "Ticket_id_seq" AS BIGINT;

-- ---- down.sql
-- migrator: statement-timeout = 30min
-- migrator: rollback = lossy
--
-- Loses values of "Ticket"."id" that INTEGER has no room for.

-- Loses values of "Ticket"."id" that INTEGER has no room for.
ALTER TABLE "Ticket" ALTER COLUMN "id" TYPE INTEGER USING CASE WHEN "id" BETWEEN -2147483648 AND 2147483647 THEN "id"::INTEGER WHEN "id" IS NOT NULL THEN hashtext("id"::TEXT) END;

ALTER SEQUENCE "Ticket_id_seq" AS INTEGER;
