-- change type

-- ======== 1 migrationDraft (the change): rollback lossy
-- ---- up.sql
-- migrator: statement-timeout = 30min

ALTER TABLE public."Essay" DROP COLUMN search;

ALTER TABLE "Essay" ALTER COLUMN "title" TYPE TEXT;

ALTER TABLE public."Essay" ADD COLUMN search tsvector GENERATED ALWAYS AS (to_tsvector('simple'::regconfig, (title)::text)) STORED;

CREATE INDEX "Essay_search_idx" ON public."Essay" USING gin (search);

-- ---- down.sql
-- migrator: statement-timeout = 30min
-- migrator: rollback = lossy
--
-- Loses characters of "Essay"."title" behind the first 50.

ALTER TABLE public."Essay" DROP COLUMN search;

-- Loses characters of "Essay"."title" behind the first 50.
ALTER TABLE "Essay" ALTER COLUMN "title" TYPE VARCHAR(50) USING left("title"::TEXT, 50)::VARCHAR(50);

ALTER TABLE public."Essay" ADD COLUMN search tsvector GENERATED ALWAYS AS (to_tsvector('simple'::regconfig, (title)::text)) STORED;

CREATE INDEX "Essay_search_idx" ON public."Essay" USING gin (search);
