-- add foreign key, add foreign key, drop foreign key, drop foreign key, change type, change type, rename table, rename columns and keys

-- ======== 1 migrationDraft (the change): rollback instant
-- ---- up.sql
-- migrator: lock-timeout = 400ms

ALTER TABLE "_edge" DROP CONSTRAINT "_edge_A_fkey";

-- ---- down.sql
-- migrator: lock-timeout = 400ms
-- migrator: rollback = instant

-- Fails while rows of "_edge" refer to nothing.
ALTER TABLE "_edge" ADD CONSTRAINT "_edge_A_fkey" FOREIGN KEY ("A") REFERENCES "Node"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- ======== 2 migrationDraft switch_2: rollback instant
-- ---- up.sql
-- migrator: lock-timeout = 400ms

ALTER TABLE "_edge" DROP CONSTRAINT "_edge_B_fkey";

-- ---- down.sql
-- migrator: lock-timeout = 400ms
-- migrator: rollback = instant

-- Fails while rows of "_edge" refer to nothing.
ALTER TABLE "_edge" ADD CONSTRAINT "_edge_B_fkey" FOREIGN KEY ("B") REFERENCES "Node"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- ======== 3 migrationDraft switch_3: rollback lossy
-- note: "Node" is rewritten, and nobody can read or write it meanwhile.
-- ---- up.sql
-- migrator: statement-timeout = 30min

ALTER TABLE "Node" ALTER COLUMN "id" TYPE BIGINT;

-- ---- down.sql
-- migrator: statement-timeout = 30min
-- migrator: rollback = lossy
--
-- Loses values of "Node"."id" that INTEGER has no room for.

-- Loses values of "Node"."id" that INTEGER has no room for.
ALTER TABLE "Node" ALTER COLUMN "id" TYPE INTEGER USING CASE WHEN "id" BETWEEN -2147483648 AND 2147483647 THEN "id"::INTEGER WHEN "id" IS NOT NULL THEN hashtext("id"::TEXT) END;

-- ======== 4 migrationDraft switch_4: rollback lossy
-- note: "_edge" is rewritten, and nobody can read or write it meanwhile.
-- ---- up.sql
-- migrator: statement-timeout = 30min

ALTER TABLE "_edge"
  ALTER COLUMN "A" TYPE BIGINT,
  ALTER COLUMN "B" TYPE BIGINT;

-- ---- down.sql
-- migrator: statement-timeout = 30min
-- migrator: rollback = lossy
--
-- Loses values of "_edge"."A" that INTEGER has no room for, and values of "_edge"."B" that INTEGER has no room for.

-- Loses values of "_edge"."A" that INTEGER has no room for.
-- Loses values of "_edge"."B" that INTEGER has no room for.
ALTER TABLE "_edge"
  ALTER COLUMN "A" TYPE INTEGER USING CASE WHEN "A" BETWEEN -2147483648 AND 2147483647 THEN "A"::INTEGER WHEN "A" IS NOT NULL THEN hashtext("A"::TEXT) END,
  ALTER COLUMN "B" TYPE INTEGER USING CASE WHEN "B" BETWEEN -2147483648 AND 2147483647 THEN "B"::INTEGER WHEN "B" IS NOT NULL THEN hashtext("B"::TEXT) END;

-- ======== 5 migrationDraft switch_5: rollback instant
-- ---- up.sql
ALTER TABLE "Node" RENAME TO "Vertex";

ALTER INDEX "Node_pkey" RENAME TO "Vertex_pkey";

-- ---- down.sql
-- migrator: rollback = instant

ALTER INDEX "Vertex_pkey" RENAME TO "Node_pkey";

ALTER TABLE "Vertex" RENAME TO "Node";

-- ======== 6 migrationDraft switched_keys: rollback instant
-- note: _edge_A_fkey cannot be validated while rows of "_edge" refer to nothing.
-- note: _edge_B_fkey cannot be validated while rows of "_edge" refer to nothing.
-- ---- up.sql
-- migrator: no-transaction
-- migrator: lock-timeout = 400ms

-- Holds for what is written from now on; the rows that are there are looked at later.
ALTER TABLE "_edge" ADD CONSTRAINT "_edge_A_fkey" FOREIGN KEY ("A") REFERENCES "Vertex"("id") ON DELETE CASCADE ON UPDATE CASCADE NOT VALID;

ALTER TABLE "_edge" ADD CONSTRAINT "_edge_B_fkey" FOREIGN KEY ("B") REFERENCES "Vertex"("id") ON DELETE CASCADE ON UPDATE CASCADE NOT VALID;

-- ---- down.sql
-- migrator: no-transaction
-- migrator: lock-timeout = 400ms
-- migrator: rollback = instant

ALTER TABLE "_edge" DROP CONSTRAINT "_edge_B_fkey";

ALTER TABLE "_edge" DROP CONSTRAINT "_edge_A_fkey";

-- ======== 7 migrationDraft validate_switched: rollback instant
-- ---- up.sql
-- Reads the table while others read and write it.
ALTER TABLE "_edge" VALIDATE CONSTRAINT "_edge_A_fkey";

ALTER TABLE "_edge" VALIDATE CONSTRAINT "_edge_B_fkey";

-- ---- down.sql
-- migrator: rollback = instant
--
-- There is nothing to undo.
