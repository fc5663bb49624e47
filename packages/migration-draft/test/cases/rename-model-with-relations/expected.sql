-- rename table, rename columns and keys, rename columns and keys

-- ======== 1 migrationDraft (the change): rollback instant
-- ---- up.sql
ALTER TABLE "Team" RENAME TO "Club";

ALTER TABLE "Club" RENAME COLUMN "name" TO "title";

ALTER TABLE "Club" RENAME COLUMN "bossId" TO "ownerId";

ALTER TABLE "Club" RENAME CONSTRAINT "Team_bossId_fkey" TO "Club_ownerId_fkey";

ALTER INDEX "Team_pkey" RENAME TO "Club_pkey";

ALTER INDEX "Team_name_key" RENAME TO "Club_title_key";

ALTER SEQUENCE IF EXISTS "Team_id_seq" RENAME TO "Club_id_seq";

-- ---- down.sql
-- migrator: rollback = instant

ALTER SEQUENCE IF EXISTS "Club_id_seq" RENAME TO "Team_id_seq";

ALTER INDEX "Club_title_key" RENAME TO "Team_name_key";

ALTER INDEX "Club_pkey" RENAME TO "Team_pkey";

ALTER TABLE "Club" RENAME CONSTRAINT "Club_ownerId_fkey" TO "Team_bossId_fkey";

ALTER TABLE "Club" RENAME COLUMN "ownerId" TO "bossId";

ALTER TABLE "Club" RENAME COLUMN "title" TO "name";

ALTER TABLE "Club" RENAME TO "Team";

-- ======== 2 migrationDraft switch_2: rollback instant
-- ---- up.sql
ALTER TABLE "Player" RENAME COLUMN "teamId" TO "clubId";

ALTER TABLE "Player" RENAME CONSTRAINT "Player_teamId_fkey" TO "Player_clubId_fkey";

ALTER INDEX "Player_teamId_idx" RENAME TO "Player_clubId_idx";

-- ---- down.sql
-- migrator: rollback = instant

ALTER INDEX "Player_clubId_idx" RENAME TO "Player_teamId_idx";

ALTER TABLE "Player" RENAME CONSTRAINT "Player_clubId_fkey" TO "Player_teamId_fkey";

ALTER TABLE "Player" RENAME COLUMN "clubId" TO "teamId";
