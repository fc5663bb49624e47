-- create schema, create table, add foreign key

-- ======== 1 migrationDraft (the change): rollback lossy
-- ---- up.sql
-- migrator: statement-timeout = 30s

CREATE SCHEMA IF NOT EXISTS "hotel";

CREATE TABLE "hotel"."Room" (
    "id" INTEGER NOT NULL,
    "clientId" INTEGER NOT NULL,

    CONSTRAINT "Room_pkey" PRIMARY KEY ("id")
);

ALTER TABLE "hotel"."Room" ADD CONSTRAINT "Room_clientId_fkey" FOREIGN KEY ("clientId") REFERENCES "Client"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- ---- down.sql
-- migrator: statement-timeout = 30s
-- migrator: rollback = lossy
--
-- Loses every row of "hotel"."Room".

ALTER TABLE "hotel"."Room" DROP CONSTRAINT "Room_clientId_fkey";

DROP TABLE "hotel"."Room";
