-- create schema, rename enum, rename table, rename table, rename table, rename table

-- ======== 1 migrationDraft (the change): rollback instant
-- ---- up.sql
CREATE SCHEMA IF NOT EXISTS "new";

-- ---- down.sql
-- migrator: rollback = instant
--
-- There is nothing to undo.

-- ======== 2 migrationDraft switch: rollback instant
-- ---- up.sql
-- migrator: no-transaction

ALTER TYPE "old"."Tier" SET SCHEMA "new";

ALTER TABLE "old"."Bill" SET SCHEMA "new";

ALTER TABLE "old"."Client" SET SCHEMA "new";

ALTER TABLE "old"."Label" SET SCHEMA "new";

ALTER TABLE "old"."_ClientToLabel" SET SCHEMA "new";

-- ---- down.sql
-- migrator: no-transaction
-- migrator: rollback = instant

ALTER TABLE "new"."_ClientToLabel" SET SCHEMA "old";

ALTER TABLE "new"."Label" SET SCHEMA "old";

ALTER TABLE "new"."Client" SET SCHEMA "old";

ALTER TABLE "new"."Bill" SET SCHEMA "old";

ALTER TYPE "new"."Tier" SET SCHEMA "old";
