-- create table, add foreign key, add foreign key

-- ======== 1 migrationDraft (the change): rollback lossy
-- ---- up.sql
-- migrator: statement-timeout = 30s

CREATE TABLE "_edge" (
    "A" INTEGER NOT NULL,
    "B" INTEGER NOT NULL,

    CONSTRAINT "_edge_AB_pkey" PRIMARY KEY ("A","B")
);

CREATE INDEX "_edge_B_index" ON "_edge"("B");

ALTER TABLE "_edge" ADD CONSTRAINT "_edge_A_fkey" FOREIGN KEY ("A") REFERENCES "Node"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "_edge" ADD CONSTRAINT "_edge_B_fkey" FOREIGN KEY ("B") REFERENCES "Node"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- ---- down.sql
-- migrator: statement-timeout = 30s
-- migrator: rollback = lossy
--
-- Loses every row of "_edge".

ALTER TABLE "_edge" DROP CONSTRAINT "_edge_B_fkey";

ALTER TABLE "_edge" DROP CONSTRAINT "_edge_A_fkey";

DROP TABLE "_edge";
