-- change type, rename columns and keys, drop column

-- ======== 1 migrationDraft (the change): rollback lossy
-- note: "Purchase" is rewritten, and nobody can read or write it meanwhile.
-- ---- up.sql
-- migrator: statement-timeout = 30min

ALTER TABLE "Purchase" ALTER COLUMN "amount" TYPE BIGINT;

ALTER TABLE "Purchase" RENAME COLUMN "phase" TO "stage";

-- It reads columns by their names, which nothing else changes in it.
CREATE OR REPLACE FUNCTION public.mark_purchase()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
  NEW.note := coalesce(NEW.note, 'x' || NEW.stage);
  RETURN NEW;
END
$function$;

-- ---- down.sql
-- migrator: statement-timeout = 30min
-- migrator: rollback = lossy
--
-- Loses values of "Purchase"."amount" that INTEGER has no room for.

CREATE OR REPLACE FUNCTION public.mark_purchase()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
  NEW.note := coalesce(NEW.note, 'x' || NEW.phase);
  RETURN NEW;
END
$function$;

ALTER TABLE "Purchase" RENAME COLUMN "stage" TO "phase";

-- Loses values of "Purchase"."amount" that INTEGER has no room for.
ALTER TABLE "Purchase" ALTER COLUMN "amount" TYPE INTEGER USING CASE WHEN "amount" IS NOT NULL THEN least(greatest("amount"::NUMERIC, -2147483648), 2147483647)::INTEGER END;

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
