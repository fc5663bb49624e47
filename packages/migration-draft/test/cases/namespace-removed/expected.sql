-- drop foreign key, drop table

-- ======== 1 migrationDraft (the change): rollback instant
-- ---- up.sql
-- migrator: no-transaction
-- migrator: lock-timeout = 400ms

ALTER TABLE "hotel"."Room" DROP CONSTRAINT "Room_clientId_fkey";

-- ---- down.sql
-- migrator: no-transaction
-- migrator: lock-timeout = 400ms
-- migrator: rollback = instant

-- Fails while rows of "hotel"."Room" refer to nothing.
ALTER TABLE "hotel"."Room" ADD CONSTRAINT "Room_clientId_fkey" FOREIGN KEY ("clientId") REFERENCES "Client"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- ======== 2 migrationDraft contract: rollback lossy
-- ---- up.sql
-- Last, because nothing brings back what is dropped.
-- Loses every row of "hotel"."Room".

DROP TABLE "hotel"."Room";

-- ---- down.sql
-- migrator: rollback = lossy
--
-- Does not bring back every row of "hotel"."Room".

CREATE TABLE "hotel"."Room" (
    "id" INTEGER NOT NULL,
    "clientId" INTEGER NOT NULL,

    CONSTRAINT "Room_pkey" PRIMARY KEY ("id")
);
