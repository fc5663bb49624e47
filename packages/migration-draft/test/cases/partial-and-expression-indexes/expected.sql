-- change type, rename columns and keys

-- ======== 1 migrationDraft (the change): rollback lossy
-- note: Decide on what becomes of values of "Purchase"."phase" that are longer than 40, where the migration says TODO.
-- note: "Purchase" is rewritten, and nobody can read or write it meanwhile.
-- ---- up.sql
-- migrator: statement-timeout = 30min
--
-- Loses characters of "Purchase"."phase" behind the first 40.

DROP INDEX public.purchase_double;

DROP INDEX public.purchase_mail_key;

-- TODO: decide on what becomes of values of "Purchase"."phase" that are longer than 40.
-- What stands here only lets the migration be tried.
ALTER TABLE "Purchase"
  ALTER COLUMN "amount" TYPE BIGINT,
  ALTER COLUMN "phase" TYPE VARCHAR(40) USING left("phase"::TEXT, 40)::VARCHAR(40);

CREATE UNIQUE INDEX purchase_mail_key ON public."Purchase" USING btree (lower(mail)) WHERE (phase = 'open'::text);

CREATE INDEX purchase_double ON public."Purchase" USING btree (((amount * 2)));

ALTER TABLE "Purchase" RENAME COLUMN "mail" TO "address";

-- ---- down.sql
-- migrator: statement-timeout = 30min
-- migrator: rollback = lossy
--
-- Loses values of "Purchase"."amount" that INTEGER has no room for.
-- Does not bring back characters of "Purchase"."phase" behind the first 40.

ALTER TABLE "Purchase" RENAME COLUMN "address" TO "mail";

DROP INDEX public.purchase_double;

DROP INDEX public.purchase_mail_key;

-- Loses values of "Purchase"."amount" that INTEGER has no room for.
ALTER TABLE "Purchase"
  ALTER COLUMN "amount" TYPE INTEGER USING CASE WHEN "amount" IS NOT NULL THEN least(greatest("amount"::NUMERIC, -2147483648), 2147483647)::INTEGER END,
  ALTER COLUMN "phase" TYPE TEXT;

CREATE UNIQUE INDEX purchase_mail_key ON public."Purchase" USING btree (lower(mail)) WHERE (phase = 'open'::text);

CREATE INDEX purchase_double ON public."Purchase" USING btree (((amount * 2)));
