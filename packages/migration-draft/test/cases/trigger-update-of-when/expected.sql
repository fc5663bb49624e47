-- change type

-- ======== 1 migrationDraft (the change): rollback lossy
-- note: Decide on what becomes of values of "Purchase"."phase" that are longer than 10, where the migration says TODO.
-- note: "Purchase" is rewritten, and nobody can read or write it meanwhile.
-- ---- up.sql
-- migrator: statement-timeout = 30min
--
-- Loses characters of "Purchase"."phase" behind the first 10.

DROP TRIGGER purchase_amount_log ON public."Purchase";

DROP TRIGGER purchase_phase_log ON public."Purchase";

-- TODO: decide on what becomes of values of "Purchase"."phase" that are longer than 10.
-- What stands here only lets the migration be tried.
ALTER TABLE "Purchase"
  ALTER COLUMN "amount" TYPE BIGINT,
  ALTER COLUMN "phase" TYPE VARCHAR(10) USING left("phase"::TEXT, 10)::VARCHAR(10);

CREATE TRIGGER purchase_phase_log AFTER INSERT OR UPDATE OF phase ON public."Purchase" FOR EACH ROW WHEN ((new.phase = 'done'::text)) EXECUTE FUNCTION public.log_purchase();

CREATE TRIGGER purchase_amount_log AFTER UPDATE OF amount ON public."Purchase" FOR EACH ROW WHEN ((old.amount IS DISTINCT FROM new.amount)) EXECUTE FUNCTION public.log_purchase();

-- ---- down.sql
-- migrator: statement-timeout = 30min
-- migrator: rollback = lossy
--
-- Loses values of "Purchase"."amount" that INTEGER has no room for.
-- Does not bring back characters of "Purchase"."phase" behind the first 10.

DROP TRIGGER purchase_amount_log ON public."Purchase";

DROP TRIGGER purchase_phase_log ON public."Purchase";

-- Loses values of "Purchase"."amount" that INTEGER has no room for.
ALTER TABLE "Purchase"
  ALTER COLUMN "amount" TYPE INTEGER USING CASE WHEN "amount" IS NOT NULL THEN least(greatest("amount"::NUMERIC, -2147483648), 2147483647)::INTEGER END,
  ALTER COLUMN "phase" TYPE TEXT;

CREATE TRIGGER purchase_phase_log AFTER INSERT OR UPDATE OF phase ON public."Purchase" FOR EACH ROW WHEN ((new.phase = 'done'::text)) EXECUTE FUNCTION public.log_purchase();

CREATE TRIGGER purchase_amount_log AFTER UPDATE OF amount ON public."Purchase" FOR EACH ROW WHEN ((old.amount IS DISTINCT FROM new.amount)) EXECUTE FUNCTION public.log_purchase();
