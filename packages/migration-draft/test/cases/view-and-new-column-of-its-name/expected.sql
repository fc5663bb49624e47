-- add column, change type

-- ======== 1 migrationDraft (the change): rollback lossy
-- ---- up.sql
ALTER TABLE "Purchase" ADD COLUMN "phase" TEXT NOT NULL DEFAULT 'new';

-- ---- down.sql
-- migrator: rollback = lossy
--
-- Loses what "Purchase"."phase" holds.

ALTER TABLE "Purchase" DROP COLUMN "phase";

-- ======== 2 migrationDraft switch: rollback lossy
-- note: "Purchase" is rewritten, and nobody can read or write it meanwhile.
-- note: The view public.purchase_all is made anew: rights that were granted on it are gone.
-- ---- up.sql
-- migrator: statement-timeout = 30min

DROP VIEW public.purchase_all;

ALTER TABLE "Purchase" ALTER COLUMN "amount" TYPE TEXT;

CREATE VIEW public.purchase_all AS
SELECT id,
    amount
   FROM public."Purchase";

-- ---- down.sql
-- migrator: statement-timeout = 30min
-- migrator: rollback = lossy
--
-- Loses values of "Purchase"."amount" that are no INTEGER.

DROP VIEW public.purchase_all;

-- Loses values of "Purchase"."amount" that are no INTEGER.
ALTER TABLE "Purchase" ALTER COLUMN "amount" TYPE INTEGER USING CASE WHEN "amount" IS NULL THEN NULL WHEN CASE WHEN "amount"::TEXT ~ '^[+-]?\d{1,60}(\.\d{1,60})?$' THEN "amount"::TEXT::NUMERIC BETWEEN -2147483648 AND 2147483647 ELSE false END THEN "amount"::TEXT::NUMERIC::INTEGER ELSE 0 END;

CREATE VIEW public.purchase_all AS
SELECT id,
    amount
   FROM public."Purchase";
