-- change type

-- ======== 1 migrationDraft (the change): rollback lossy
-- note: Decide on what becomes of values of "Purchase"."phase" that are longer than 30, where the migration says TODO.
-- note: "Purchase" is rewritten, and nobody can read or write it meanwhile.
-- note: The view public.purchase_top is made anew: rights that were granted on it are gone.
-- note: The view public.purchase_big is made anew: rights that were granted on it are gone.
-- note: The materialized view public.purchase_by_phase is made anew: rights that were granted on it are gone.
-- note: The view public.purchase_base is made anew: rights that were granted on it are gone.
-- ---- up.sql
-- migrator: statement-timeout = 30min
--
-- Loses characters of "Purchase"."phase" behind the first 30.

DROP VIEW public.purchase_top;

DROP VIEW public.purchase_big;

DROP MATERIALIZED VIEW public.purchase_by_phase;

DROP VIEW public.purchase_base;

-- TODO: decide on what becomes of values of "Purchase"."phase" that are longer than 30.
-- What stands here only lets the migration be tried.
ALTER TABLE "Purchase"
  ALTER COLUMN "amount" TYPE BIGINT,
  ALTER COLUMN "phase" TYPE VARCHAR(30) USING left("phase"::TEXT, 30)::VARCHAR(30);

CREATE VIEW public.purchase_base AS
SELECT id,
    amount,
    phase
   FROM public."Purchase";

CREATE MATERIALIZED VIEW public.purchase_by_phase AS
SELECT phase,
    count(*) AS number,
    max(amount) AS most
   FROM public.purchase_base
  GROUP BY phase;

CREATE UNIQUE INDEX purchase_by_phase_key ON public.purchase_by_phase USING btree (phase);

CREATE VIEW public.purchase_big AS
SELECT id,
    (amount + 1) AS more
   FROM public.purchase_base
  WHERE (amount > 10);

CREATE VIEW public.purchase_top WITH (security_barrier=true) AS
SELECT phase,
    number,
    most
   FROM public.purchase_by_phase
  WHERE (most > 5);

-- ---- down.sql
-- migrator: statement-timeout = 30min
-- migrator: rollback = lossy
--
-- Loses values of "Purchase"."amount" that INTEGER has no room for.
-- Does not bring back characters of "Purchase"."phase" behind the first 30.

DROP VIEW public.purchase_top;

DROP VIEW public.purchase_big;

DROP MATERIALIZED VIEW public.purchase_by_phase;

DROP VIEW public.purchase_base;

-- Loses values of "Purchase"."amount" that INTEGER has no room for.
ALTER TABLE "Purchase"
  ALTER COLUMN "amount" TYPE INTEGER USING CASE WHEN "amount" IS NOT NULL THEN least(greatest("amount"::NUMERIC, -2147483648), 2147483647)::INTEGER END,
  ALTER COLUMN "phase" TYPE TEXT;

CREATE VIEW public.purchase_base AS
SELECT id,
    amount,
    phase
   FROM public."Purchase";

CREATE MATERIALIZED VIEW public.purchase_by_phase AS
SELECT phase,
    count(*) AS number,
    max(amount) AS most
   FROM public.purchase_base
  GROUP BY phase;

CREATE UNIQUE INDEX purchase_by_phase_key ON public.purchase_by_phase USING btree (phase);

CREATE VIEW public.purchase_big AS
SELECT id,
    (amount + 1) AS more
   FROM public.purchase_base
  WHERE (amount > 10);

CREATE VIEW public.purchase_top WITH (security_barrier=true) AS
SELECT phase,
    number,
    most
   FROM public.purchase_by_phase
  WHERE (most > 5);
