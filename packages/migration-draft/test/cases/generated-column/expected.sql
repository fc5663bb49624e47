-- change type, rename columns and keys

-- ======== 1 migrationDraft (the change): rollback lossy
-- note: "Purchase" is rewritten, and nobody can read or write it meanwhile.
-- ---- up.sql
-- migrator: statement-timeout = 30min

ALTER TABLE public."Purchase" DROP COLUMN gross;

ALTER TABLE "Purchase"
  ALTER COLUMN "amount" TYPE BIGINT,
  ALTER COLUMN "tax" TYPE BIGINT;

ALTER TABLE public."Purchase" ADD COLUMN gross bigint GENERATED ALWAYS AS (((amount)::bigint + tax)) STORED;

CREATE INDEX purchase_gross ON public."Purchase" USING btree (gross);

ALTER TABLE "Purchase" RENAME COLUMN "first" TO "given";

-- ---- down.sql
-- migrator: statement-timeout = 30min
-- migrator: rollback = lossy
--
-- Loses values of "Purchase"."amount" that INTEGER has no room for, and values of "Purchase"."tax" that INTEGER has no room for.

ALTER TABLE "Purchase" RENAME COLUMN "given" TO "first";

ALTER TABLE public."Purchase" DROP COLUMN gross;

-- Loses values of "Purchase"."amount" that INTEGER has no room for.
-- Loses values of "Purchase"."tax" that INTEGER has no room for.
ALTER TABLE "Purchase"
  ALTER COLUMN "amount" TYPE INTEGER USING CASE WHEN "amount" IS NOT NULL THEN least(greatest("amount"::NUMERIC, -2147483648), 2147483647)::INTEGER END,
  ALTER COLUMN "tax" TYPE INTEGER USING CASE WHEN "tax" IS NOT NULL THEN least(greatest("tax"::NUMERIC, -2147483648), 2147483647)::INTEGER END;

ALTER TABLE public."Purchase" ADD COLUMN gross bigint GENERATED ALWAYS AS (((amount)::bigint + tax)) STORED;

CREATE INDEX purchase_gross ON public."Purchase" USING btree (gross);
