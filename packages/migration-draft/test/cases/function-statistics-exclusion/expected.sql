-- change type

-- ======== 1 migrationDraft (the change): rollback lossy
-- note: Decide on what becomes of values of "Purchase"."phase" that are longer than 60, where the migration says TODO.
-- note: "Purchase" is rewritten, and nobody can read or write it meanwhile.
-- ---- up.sql
-- migrator: statement-timeout = 30min
--
-- Loses characters of "Purchase"."phase" behind the first 60.

DROP FUNCTION public.purchase_count(wanted integer);

ALTER TABLE public."Purchase" DROP CONSTRAINT purchase_exclusion;

-- TODO: decide on what becomes of values of "Purchase"."phase" that are longer than 60.
-- What stands here only lets the migration be tried.
ALTER TABLE "Purchase"
  ALTER COLUMN "amount" TYPE BIGINT,
  ALTER COLUMN "phase" TYPE VARCHAR(60) USING left("phase"::TEXT, 60)::VARCHAR(60);

ALTER TABLE public."Purchase" ADD CONSTRAINT purchase_exclusion EXCLUDE USING btree (amount WITH =) WHERE ((tax = 12345));

CREATE OR REPLACE FUNCTION public.purchase_count(wanted integer)
 RETURNS bigint
 LANGUAGE sql
BEGIN ATOMIC
 SELECT count(*) AS count
    FROM public."Purchase"
   WHERE ("Purchase".amount = purchase_count.wanted);
END;

-- ---- down.sql
-- migrator: statement-timeout = 30min
-- migrator: rollback = lossy
--
-- Loses values of "Purchase"."amount" that INTEGER has no room for.
-- Does not bring back characters of "Purchase"."phase" behind the first 60.

DROP FUNCTION public.purchase_count(wanted integer);

ALTER TABLE public."Purchase" DROP CONSTRAINT purchase_exclusion;

-- Loses values of "Purchase"."amount" that INTEGER has no room for.
ALTER TABLE "Purchase"
  ALTER COLUMN "amount" TYPE INTEGER USING CASE WHEN "amount" IS NOT NULL THEN least(greatest("amount"::NUMERIC, -2147483648), 2147483647)::INTEGER END,
  ALTER COLUMN "phase" TYPE TEXT;

ALTER TABLE public."Purchase" ADD CONSTRAINT purchase_exclusion EXCLUDE USING btree (amount WITH =) WHERE ((tax = 12345));

CREATE OR REPLACE FUNCTION public.purchase_count(wanted integer)
 RETURNS bigint
 LANGUAGE sql
BEGIN ATOMIC
 SELECT count(*) AS count
    FROM public."Purchase"
   WHERE ("Purchase".amount = purchase_count.wanted);
END;
