-- change type

-- ======== 1 migrationDraft (the change): rollback lossy
-- note: Decide on what becomes of values of "Purchase"."tenant" that are longer than 60, where the migration says TODO.
-- note: "Purchase" is rewritten, and nobody can read or write it meanwhile.
-- ---- up.sql
-- migrator: statement-timeout = 30min
--
-- Loses characters of "Purchase"."tenant" behind the first 60.

DROP POLICY purchase_tenant ON public."Purchase";

-- TODO: decide on what becomes of values of "Purchase"."tenant" that are longer than 60.
-- What stands here only lets the migration be tried.
ALTER TABLE "Purchase" ALTER COLUMN "tenant" TYPE VARCHAR(60) USING left("tenant"::TEXT, 60)::VARCHAR(60);

CREATE POLICY purchase_tenant ON public."Purchase" FOR ALL TO PUBLIC USING ((tenant = current_setting('app.tenant'::text, true)));

-- ---- down.sql
-- migrator: statement-timeout = 30min
-- migrator: rollback = lossy
--
-- Does not bring back characters of "Purchase"."tenant" behind the first 60.

DROP POLICY purchase_tenant ON public."Purchase";

ALTER TABLE "Purchase" ALTER COLUMN "tenant" TYPE TEXT;

CREATE POLICY purchase_tenant ON public."Purchase" FOR ALL TO PUBLIC USING ((tenant = current_setting('app.tenant'::text, true)));
