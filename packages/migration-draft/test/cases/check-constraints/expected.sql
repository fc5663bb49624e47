-- change type, drop column

-- ======== 1 migrationDraft (the change): rollback lossy
-- note: Decide on what becomes of values of "Purchase"."phase" that are longer than 20, where the migration says TODO.
-- note: "Purchase" is rewritten, and nobody can read or write it meanwhile.
-- ---- up.sql
-- migrator: statement-timeout = 30min
--
-- Loses characters of "Purchase"."phase" behind the first 20.

ALTER TABLE public."Purchase" DROP CONSTRAINT amount_bounds;

ALTER TABLE public."Purchase" DROP CONSTRAINT not_checked;

ALTER TABLE public."Purchase" DROP CONSTRAINT phase_text;

ALTER TABLE public."Purchase" DROP CONSTRAINT tax_of_amount;

-- TODO: decide on what becomes of values of "Purchase"."phase" that are longer than 20.
-- What stands here only lets the migration be tried.
ALTER TABLE "Purchase"
  ALTER COLUMN "amount" TYPE BIGINT,
  ALTER COLUMN "tax" TYPE DECIMAL(12,2) USING "tax"::DECIMAL(12,2),
  ALTER COLUMN "phase" TYPE VARCHAR(20) USING left("phase"::TEXT, 20)::VARCHAR(20);

ALTER TABLE public."Purchase" ADD CONSTRAINT tax_of_amount CHECK (((tax <> amount) OR (amount = tax)));

ALTER TABLE public."Purchase" ADD CONSTRAINT phase_text CHECK ((phase <> 'nothing'::text));

ALTER TABLE public."Purchase" ADD CONSTRAINT not_checked CHECK ((amount <> '-13'::integer)) NOT VALID;

ALTER TABLE public."Purchase" ADD CONSTRAINT amount_bounds CHECK (((amount >= '-2147483648'::integer) AND (amount <= 2147483647)));

-- ---- down.sql
-- migrator: statement-timeout = 30min
-- migrator: rollback = lossy
--
-- Loses values of "Purchase"."amount" that INTEGER has no room for, and digits of "Purchase"."tax" after the first 0 behind the point.
-- Does not bring back characters of "Purchase"."phase" behind the first 20.

ALTER TABLE public."Purchase" DROP CONSTRAINT amount_bounds;

ALTER TABLE public."Purchase" DROP CONSTRAINT not_checked;

ALTER TABLE public."Purchase" DROP CONSTRAINT phase_text;

ALTER TABLE public."Purchase" DROP CONSTRAINT tax_of_amount;

-- Loses values of "Purchase"."amount" that INTEGER has no room for.
-- Loses digits of "Purchase"."tax" after the first 0 behind the point.
ALTER TABLE "Purchase"
  ALTER COLUMN "amount" TYPE INTEGER USING CASE WHEN "amount" IS NOT NULL THEN least(greatest("amount"::NUMERIC, -2147483648), 2147483647)::INTEGER END,
  ALTER COLUMN "tax" TYPE INTEGER USING CASE WHEN "tax" IS NOT NULL THEN least(greatest("tax"::NUMERIC, -2147483648), 2147483647)::INTEGER END,
  ALTER COLUMN "phase" TYPE TEXT;

ALTER TABLE public."Purchase" ADD CONSTRAINT tax_of_amount CHECK (((tax <> amount) OR (amount = tax)));

ALTER TABLE public."Purchase" ADD CONSTRAINT phase_text CHECK ((phase <> 'nothing'::text));

ALTER TABLE public."Purchase" ADD CONSTRAINT not_checked CHECK ((amount <> '-13'::integer)) NOT VALID;

ALTER TABLE public."Purchase" ADD CONSTRAINT amount_bounds CHECK (((amount >= '-2147483648'::integer) AND (amount <= 2147483647)));

-- ======== 2 migrationDraft contract: rollback lossy
-- ---- up.sql
-- Last, because nothing brings back what is dropped.
-- Loses what "Purchase"."code" holds.

ALTER TABLE "Purchase" DROP COLUMN "code";

-- ---- down.sql
-- migrator: rollback = lossy
--
-- Does not bring back what "Purchase"."code" holds.

-- Rows get '' in "code", because it is required again.
ALTER TABLE "Purchase" ADD COLUMN "code" TEXT NOT NULL DEFAULT '';

ALTER TABLE "Purchase" ALTER COLUMN "code" DROP DEFAULT;

ALTER TABLE public."Purchase" ADD CONSTRAINT code_shape CHECK ((code <> 'none'::text));
