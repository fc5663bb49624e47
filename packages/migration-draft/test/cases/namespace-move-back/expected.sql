-- rename enum, rename table, rename table, rename table

-- ======== 1 migrationDraft (the change): rollback instant
-- ---- up.sql
-- migrator: no-transaction

ALTER TYPE "sales"."Tier" SET SCHEMA "public";

ALTER TABLE "sales"."Bill" SET SCHEMA "public";

ALTER TABLE "sales"."Client" SET SCHEMA "public";

ALTER TABLE "sales"."_ClientToLabel" SET SCHEMA "public";

-- ---- down.sql
-- migrator: no-transaction
-- migrator: rollback = instant

ALTER TABLE "_ClientToLabel" SET SCHEMA "sales";

ALTER TABLE "Client" SET SCHEMA "sales";

ALTER TABLE "Bill" SET SCHEMA "sales";

ALTER TYPE "Tier" SET SCHEMA "sales";
