-- change type

-- ======== 1 migrationDraft (the change): rollback lossy
-- note: "Purchase" is rewritten, and nobody can read or write it meanwhile.
-- note: The view public."PurchaseSum" is made anew: rights that were granted on it are gone.
-- ---- up.sql
-- migrator: statement-timeout = 30min

DROP VIEW public."PurchaseSum";

ALTER TABLE "Purchase" ALTER COLUMN "amount" TYPE BIGINT;

CREATE VIEW public."PurchaseSum" AS
SELECT id,
    amount
   FROM public."Purchase";

-- ---- down.sql
-- migrator: statement-timeout = 30min
-- migrator: rollback = lossy
--
-- Loses values of "Purchase"."amount" that INTEGER has no room for.

DROP VIEW public."PurchaseSum";

-- Loses values of "Purchase"."amount" that INTEGER has no room for.
ALTER TABLE "Purchase" ALTER COLUMN "amount" TYPE INTEGER USING CASE WHEN "amount" IS NOT NULL THEN least(greatest("amount"::NUMERIC, -2147483648), 2147483647)::INTEGER END;

CREATE VIEW public."PurchaseSum" AS
SELECT id,
    amount
   FROM public."Purchase";
