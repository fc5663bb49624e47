-- rename enum, rename enum value, rename table, rename columns and keys, change default, change default, change default, change default, change default, change default, change default, change default

-- ======== 1 migrationDraft (the change): rollback instant
-- ---- up.sql
ALTER TYPE "Tone" RENAME TO "Tone_now";

ALTER TYPE "Tone_now" RENAME VALUE 'a' TO 'a_now';

ALTER TYPE "Tone_now" RENAME VALUE 'b' TO 'b_now';

ALTER TABLE "Opt" RENAME TO "Opt_now";

ALTER TABLE "Opt_now" RENAME COLUMN "id" TO "id_now";

ALTER TABLE "Opt_now" RENAME COLUMN "a" TO "a_now";

ALTER TABLE "Opt_now" RENAME COLUMN "b" TO "b_now";

ALTER TABLE "Opt_now" RENAME COLUMN "c" TO "c_now";

ALTER TABLE "Opt_now" RENAME COLUMN "d" TO "d_now";

ALTER TABLE "Opt_now" RENAME COLUMN "e" TO "e_now";

ALTER TABLE "Opt_now" RENAME COLUMN "f" TO "f_now";

ALTER TABLE "Opt_now" RENAME COLUMN "g" TO "g_now";

ALTER TABLE "Opt_now" RENAME COLUMN "h" TO "h_now";

ALTER INDEX "Opt_pkey" RENAME TO "Opt_now_pkey";

ALTER TABLE "Opt_now"
  ALTER COLUMN "a_now" SET DEFAULT 5,
  ALTER COLUMN "b_now" SET DEFAULT 2,
  ALTER COLUMN "c_now" SET DEFAULT 'back\slash "x"',
  ALTER COLUMN "d_now" DROP DEFAULT,
  ALTER COLUMN "e_now" DROP DEFAULT,
  ALTER COLUMN "f_now" SET DEFAULT 'b_now',
  ALTER COLUMN "g_now" SET DEFAULT 2.5,
  ALTER COLUMN "h_now" SET DEFAULT '{"a": "it''s"}';

-- ---- down.sql
-- migrator: rollback = instant

ALTER TABLE "Opt_now"
  ALTER COLUMN "h_now" SET DEFAULT '{}',
  ALTER COLUMN "g_now" SET DEFAULT 1.50,
  ALTER COLUMN "f_now" SET DEFAULT 'a_now',
  ALTER COLUMN "e_now" SET DEFAULT CURRENT_TIMESTAMP,
  ALTER COLUMN "d_now" SET DEFAULT true,
  ALTER COLUMN "c_now" SET DEFAULT 'it''s, so',
  ALTER COLUMN "b_now" SET DEFAULT 1,
  ALTER COLUMN "a_now" DROP DEFAULT;

ALTER INDEX "Opt_now_pkey" RENAME TO "Opt_pkey";

ALTER TABLE "Opt_now" RENAME COLUMN "h_now" TO "h";

ALTER TABLE "Opt_now" RENAME COLUMN "g_now" TO "g";

ALTER TABLE "Opt_now" RENAME COLUMN "f_now" TO "f";

ALTER TABLE "Opt_now" RENAME COLUMN "e_now" TO "e";

ALTER TABLE "Opt_now" RENAME COLUMN "d_now" TO "d";

ALTER TABLE "Opt_now" RENAME COLUMN "c_now" TO "c";

ALTER TABLE "Opt_now" RENAME COLUMN "b_now" TO "b";

ALTER TABLE "Opt_now" RENAME COLUMN "a_now" TO "a";

ALTER TABLE "Opt_now" RENAME COLUMN "id_now" TO "id";

ALTER TABLE "Opt_now" RENAME TO "Opt";

ALTER TYPE "Tone_now" RENAME VALUE 'b_now' TO 'b';

ALTER TYPE "Tone_now" RENAME VALUE 'a_now' TO 'a';

ALTER TYPE "Tone_now" RENAME TO "Tone";
