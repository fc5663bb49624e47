-- rename enum value

-- ======== 1 migrationDraft (the change): rollback instant
-- ---- up.sql
ALTER TYPE "Step" RENAME VALUE 'c' TO 'd';

ALTER TYPE "Step" RENAME VALUE 'b' TO 'c';

ALTER TYPE "Step" RENAME VALUE 'a' TO 'b';

-- ---- down.sql
-- migrator: rollback = instant

ALTER TYPE "Step" RENAME VALUE 'b' TO 'a';

ALTER TYPE "Step" RENAME VALUE 'c' TO 'b';

ALTER TYPE "Step" RENAME VALUE 'd' TO 'c';
