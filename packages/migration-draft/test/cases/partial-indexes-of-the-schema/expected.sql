-- create index, create index, drop index, change type, rename columns and keys, drop index

-- ======== 1 migrationDraft (the change): rollback lossy
-- note: "Purchase" is rewritten, and nobody can read or write it meanwhile.
-- ---- up.sql
-- migrator: statement-timeout = 30min

DROP INDEX "Purchase_amount_idx";

ALTER TABLE "Purchase" ALTER COLUMN "amount" TYPE BIGINT;

ALTER TABLE "Purchase" RENAME COLUMN "phase" TO "stage";

-- ---- down.sql
-- migrator: statement-timeout = 30min
-- migrator: rollback = lossy
--
-- Loses values of "Purchase"."amount" that INTEGER has no room for.

ALTER TABLE "Purchase" RENAME COLUMN "stage" TO "phase";

-- Loses values of "Purchase"."amount" that INTEGER has no room for.
ALTER TABLE "Purchase" ALTER COLUMN "amount" TYPE INTEGER USING CASE WHEN "amount" IS NOT NULL THEN least(greatest("amount"::NUMERIC, -2147483648), 2147483647)::INTEGER END;

CREATE INDEX "Purchase_amount_idx" ON "Purchase"("amount") WHERE (phase = 'open');

-- ======== 2 migrationDraft switched_indexes: rollback instant
-- note: Purchase_stage_key cannot be built while rows of "Purchase" have the same values.
-- ---- up.sql
-- migrator: no-transaction

CREATE INDEX CONCURRENTLY "Purchase_amount_idx" ON "Purchase"("amount") WHERE (stage = 'open');

CREATE UNIQUE INDEX CONCURRENTLY "Purchase_stage_key" ON "Purchase"("stage") WHERE (amount > 1000);

-- ---- down.sql
-- migrator: no-transaction
-- migrator: rollback = instant

DROP INDEX CONCURRENTLY "Purchase_stage_key";

DROP INDEX CONCURRENTLY "Purchase_amount_idx";

-- ======== 3 migrationDraft drop_indexes: rollback instant
-- ---- up.sql
-- migrator: no-transaction

DROP INDEX CONCURRENTLY "Purchase_phase_key";

-- ---- down.sql
-- migrator: no-transaction
-- migrator: rollback = instant

CREATE UNIQUE INDEX CONCURRENTLY "Purchase_phase_key" ON "Purchase"("stage") WHERE (amount > 100);
