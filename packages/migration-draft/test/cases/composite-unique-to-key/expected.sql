-- create index, change primary key

-- ======== 1 migrationDraft (the change): rollback instant
-- ---- up.sql
ALTER TABLE "Seat"
  DROP CONSTRAINT "Seat_pkey",
  ADD CONSTRAINT "Seat_pkey" PRIMARY KEY USING INDEX "Seat_row_place_key";

-- ---- down.sql
-- migrator: rollback = instant

ALTER TABLE "Seat"
  DROP CONSTRAINT "Seat_pkey",
  ADD CONSTRAINT "Seat_pkey" PRIMARY KEY ("id");

CREATE UNIQUE INDEX "Seat_row_place_key" ON "Seat"("row", "place");

-- ======== 2 migrationDraft switched_indexes: rollback instant
-- note: Seat_id_key cannot be built while rows of "Seat" have the same values.
-- ---- up.sql
-- migrator: no-transaction

CREATE UNIQUE INDEX CONCURRENTLY "Seat_id_key" ON "Seat"("id");

-- ---- down.sql
-- migrator: no-transaction
-- migrator: rollback = instant

DROP INDEX CONCURRENTLY "Seat_id_key";
