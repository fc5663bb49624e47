-- change type, rename columns and keys, drop column

-- ======== 1 migrationDraft (the change): rollback lossy
-- note: Decide on what becomes of values of "Purchase"."phase" that are longer than 20, where the migration says TODO.
-- note: "Purchase" is rewritten, and nobody can read or write it meanwhile.
-- note: The view public.purchase_sums is made anew: rights that were granted on it are gone.
-- ---- up.sql
-- migrator: statement-timeout = 30min
--
-- Loses characters of "Purchase"."phase" behind the first 20.

DROP VIEW public.purchase_sums;

DROP TRIGGER purchase_touch ON public."Purchase";

DROP INDEX public.purchase_open;

ALTER TABLE public."Purchase" DROP CONSTRAINT amount_positive;

-- TODO: decide on what becomes of values of "Purchase"."phase" that are longer than 20.
-- What stands here only lets the migration be tried.
ALTER TABLE "Purchase"
  ALTER COLUMN "amount" TYPE BIGINT,
  ALTER COLUMN "phase" TYPE VARCHAR(20) USING left("phase"::TEXT, 20)::VARCHAR(20);

ALTER TABLE public."Purchase" ADD CONSTRAINT amount_positive CHECK ((amount >= 0));

CREATE INDEX purchase_open ON public."Purchase" USING btree (amount) WHERE (phase = 'open'::text);

CREATE TRIGGER purchase_touch BEFORE INSERT OR UPDATE OF phase ON public."Purchase" FOR EACH ROW WHEN ((new.phase IS NOT NULL)) EXECUTE FUNCTION public.touch_purchase();

CREATE VIEW public.purchase_sums AS
SELECT id,
    amount
   FROM public."Purchase"
  WHERE (phase <> 'void'::text);

ALTER TABLE "Purchase" RENAME COLUMN "phase" TO "stage";

-- ---- down.sql
-- migrator: statement-timeout = 30min
-- migrator: rollback = lossy
--
-- Loses values of "Purchase"."amount" that INTEGER has no room for.
-- Does not bring back characters of "Purchase"."phase" behind the first 20.

ALTER TABLE "Purchase" RENAME COLUMN "stage" TO "phase";

DROP VIEW public.purchase_sums;

DROP TRIGGER purchase_touch ON public."Purchase";

DROP INDEX public.purchase_open;

ALTER TABLE public."Purchase" DROP CONSTRAINT amount_positive;

-- Loses values of "Purchase"."amount" that INTEGER has no room for.
ALTER TABLE "Purchase"
  ALTER COLUMN "amount" TYPE INTEGER USING CASE WHEN "amount" IS NOT NULL THEN least(greatest("amount"::NUMERIC, -2147483648), 2147483647)::INTEGER END,
  ALTER COLUMN "phase" TYPE TEXT;

ALTER TABLE public."Purchase" ADD CONSTRAINT amount_positive CHECK ((amount >= 0));

CREATE INDEX purchase_open ON public."Purchase" USING btree (amount) WHERE (phase = 'open'::text);

CREATE TRIGGER purchase_touch BEFORE INSERT OR UPDATE OF phase ON public."Purchase" FOR EACH ROW WHEN ((new.phase IS NOT NULL)) EXECUTE FUNCTION public.touch_purchase();

CREATE VIEW public.purchase_sums AS
SELECT id,
    amount
   FROM public."Purchase"
  WHERE (phase <> 'void'::text);

-- ======== 2 migrationDraft contract: rollback lossy
-- ---- up.sql
-- Last, because nothing brings back what is dropped.
-- Loses what "Purchase"."note" holds.

ALTER TABLE "Purchase" DROP COLUMN "note";

-- ---- down.sql
-- migrator: rollback = lossy
--
-- Does not bring back what "Purchase"."note" holds.

ALTER TABLE "Purchase" ADD COLUMN "note" TEXT;
