-- rebuild enum

-- ======== 1 migrationDraft (the change): rollback lossy
-- note: Decide on what rows get that hold 'gone', where the migration says TODO.
-- ---- up.sql
-- migrator: statement-timeout = 30min
--
-- Loses which rows held 'gone'.

DROP VIEW public.lot_sold;

ALTER TABLE public."Lot" DROP CONSTRAINT lot_state;

-- PostgreSQL cannot take values out of an enum, or order them anew: the type is made again, and its
-- columns are moved over, which rewrites their tables.
CREATE TYPE "State__new" AS ENUM ('fresh', 'sold');

-- TODO: decide on what rows of "Lot" get that hold 'gone' in "state".
-- What stands here only lets the migration be tried.
ALTER TABLE "Lot"
  ALTER COLUMN "state" DROP DEFAULT,
  ALTER COLUMN "state" TYPE "State__new" USING (CASE "state"::TEXT WHEN 'gone' THEN 'fresh' ELSE "state"::TEXT END)::"State__new",
  ALTER COLUMN "state" SET DEFAULT 'fresh';

DROP TYPE "State";

ALTER TYPE "State__new" RENAME TO "State";

ALTER TABLE public."Lot" ADD CONSTRAINT lot_state CHECK (((state = ANY (ARRAY['fresh'::public."State", 'sold'::public."State"])) OR (price IS NOT NULL) OR (price IS NULL)));

CREATE VIEW public.lot_sold AS
SELECT id
   FROM public."Lot"
  WHERE (state = 'sold'::public."State");

-- ---- down.sql
-- migrator: statement-timeout = 30min
-- migrator: rollback = lossy
--
-- Does not bring back which rows held 'gone'.

DROP VIEW public.lot_sold;

ALTER TABLE public."Lot" DROP CONSTRAINT lot_state;

-- PostgreSQL cannot take values out of an enum, or order them anew: the type is made again, and its
-- columns are moved over, which rewrites their tables.
CREATE TYPE "State__new" AS ENUM ('fresh', 'sold', 'gone');

ALTER TABLE "Lot"
  ALTER COLUMN "state" DROP DEFAULT,
  ALTER COLUMN "state" TYPE "State__new" USING "state"::TEXT::"State__new",
  ALTER COLUMN "state" SET DEFAULT 'fresh';

DROP TYPE "State";

ALTER TYPE "State__new" RENAME TO "State";

ALTER TABLE public."Lot" ADD CONSTRAINT lot_state CHECK (((state = ANY (ARRAY['fresh'::public."State", 'sold'::public."State"])) OR (price IS NOT NULL) OR (price IS NULL)));

CREATE VIEW public.lot_sold AS
SELECT id
   FROM public."Lot"
  WHERE (state = 'sold'::public."State");
