-- add foreign key, add foreign key, drop foreign key, drop foreign key, change type, change type, change type

-- ======== 1 migrationDraft (the change): rollback instant
-- ---- up.sql
-- migrator: lock-timeout = 400ms

ALTER TABLE "_ArticleToTopic" DROP CONSTRAINT "_ArticleToTopic_A_fkey";

-- ---- down.sql
-- migrator: lock-timeout = 400ms
-- migrator: rollback = instant

-- Fails while rows of "_ArticleToTopic" refer to nothing.
ALTER TABLE "_ArticleToTopic" ADD CONSTRAINT "_ArticleToTopic_A_fkey" FOREIGN KEY ("A") REFERENCES "Article"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- ======== 2 migrationDraft switch_2: rollback instant
-- ---- up.sql
-- migrator: lock-timeout = 400ms

ALTER TABLE "_ArticleToTopic" DROP CONSTRAINT "_ArticleToTopic_B_fkey";

-- ---- down.sql
-- migrator: lock-timeout = 400ms
-- migrator: rollback = instant

-- Fails while rows of "_ArticleToTopic" refer to nothing.
ALTER TABLE "_ArticleToTopic" ADD CONSTRAINT "_ArticleToTopic_B_fkey" FOREIGN KEY ("B") REFERENCES "Topic"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- ======== 3 migrationDraft switch_3: rollback lossy
-- note: "Article" is rewritten, and nobody can read or write it meanwhile.
-- ---- up.sql
-- migrator: statement-timeout = 30min

ALTER TABLE "Article" ALTER COLUMN "id" TYPE BIGINT;

ALTER SEQUENCE "Article_id_seq" AS BIGINT;

-- ---- down.sql
-- migrator: statement-timeout = 30min
-- migrator: rollback = lossy
--
-- Loses values of "Article"."id" that INTEGER has no room for.

-- Loses values of "Article"."id" that INTEGER has no room for.
ALTER TABLE "Article" ALTER COLUMN "id" TYPE INTEGER USING CASE WHEN "id" BETWEEN -2147483648 AND 2147483647 THEN "id"::INTEGER WHEN "id" IS NOT NULL THEN hashtext("id"::TEXT) END;

ALTER SEQUENCE "Article_id_seq" AS INTEGER;

-- ======== 4 migrationDraft switch_4: rollback lossy
-- note: Decide on what becomes of values of "Topic"."id" that are longer than 1000, where the migration says TODO.
-- note: "Topic" is rewritten, and nobody can read or write it meanwhile.
-- ---- up.sql
-- migrator: statement-timeout = 30min
--
-- Loses characters of "Topic"."id" behind the first 1000.

-- TODO: decide on what becomes of values of "Topic"."id" that are longer than 1000.
-- What stands here only lets the migration be tried.
ALTER TABLE "Topic" ALTER COLUMN "id" TYPE VARCHAR(1000) USING CASE WHEN char_length("id"::TEXT) > 1000 THEN left(md5("id"::TEXT), 32)::VARCHAR(1000) ELSE "id"::TEXT::VARCHAR(1000) END;

-- ---- down.sql
-- migrator: statement-timeout = 30min
-- migrator: rollback = lossy
--
-- Does not bring back characters of "Topic"."id" behind the first 1000.

ALTER TABLE "Topic" ALTER COLUMN "id" TYPE TEXT;

-- ======== 5 migrationDraft switch_5: rollback lossy
-- note: Decide on what becomes of values of "_ArticleToTopic"."B" that are longer than 1000, where the migration says TODO.
-- note: "_ArticleToTopic" is rewritten, and nobody can read or write it meanwhile.
-- ---- up.sql
-- migrator: statement-timeout = 30min
--
-- Loses characters of "_ArticleToTopic"."B" behind the first 1000.

-- TODO: decide on what becomes of values of "_ArticleToTopic"."B" that are longer than 1000.
-- What stands here only lets the migration be tried.
ALTER TABLE "_ArticleToTopic"
  ALTER COLUMN "A" TYPE BIGINT,
  ALTER COLUMN "B" TYPE VARCHAR(1000) USING CASE WHEN char_length("B"::TEXT) > 1000 THEN left(md5("B"::TEXT), 32)::VARCHAR(1000) ELSE "B"::TEXT::VARCHAR(1000) END;

-- ---- down.sql
-- migrator: statement-timeout = 30min
-- migrator: rollback = lossy
--
-- Loses values of "_ArticleToTopic"."A" that INTEGER has no room for.
-- Does not bring back characters of "_ArticleToTopic"."B" behind the first 1000.

-- Loses values of "_ArticleToTopic"."A" that INTEGER has no room for.
ALTER TABLE "_ArticleToTopic"
  ALTER COLUMN "A" TYPE INTEGER USING CASE WHEN "A" BETWEEN -2147483648 AND 2147483647 THEN "A"::INTEGER WHEN "A" IS NOT NULL THEN hashtext("A"::TEXT) END,
  ALTER COLUMN "B" TYPE TEXT;

-- ======== 6 migrationDraft switched_keys: rollback instant
-- note: _ArticleToTopic_A_fkey cannot be validated while rows of "_ArticleToTopic" refer to nothing.
-- note: _ArticleToTopic_B_fkey cannot be validated while rows of "_ArticleToTopic" refer to nothing.
-- ---- up.sql
-- migrator: no-transaction
-- migrator: lock-timeout = 400ms

-- Holds for what is written from now on; the rows that are there are looked at later.
ALTER TABLE "_ArticleToTopic" ADD CONSTRAINT "_ArticleToTopic_A_fkey" FOREIGN KEY ("A") REFERENCES "Article"("id") ON DELETE CASCADE ON UPDATE CASCADE NOT VALID;

ALTER TABLE "_ArticleToTopic" ADD CONSTRAINT "_ArticleToTopic_B_fkey" FOREIGN KEY ("B") REFERENCES "Topic"("id") ON DELETE CASCADE ON UPDATE CASCADE NOT VALID;

-- ---- down.sql
-- migrator: no-transaction
-- migrator: lock-timeout = 400ms
-- migrator: rollback = instant

ALTER TABLE "_ArticleToTopic" DROP CONSTRAINT "_ArticleToTopic_B_fkey";

ALTER TABLE "_ArticleToTopic" DROP CONSTRAINT "_ArticleToTopic_A_fkey";

-- ======== 7 migrationDraft validate_switched: rollback instant
-- ---- up.sql
-- Reads the table while others read and write it.
ALTER TABLE "_ArticleToTopic" VALIDATE CONSTRAINT "_ArticleToTopic_A_fkey";

ALTER TABLE "_ArticleToTopic" VALIDATE CONSTRAINT "_ArticleToTopic_B_fkey";

-- ---- down.sql
-- migrator: rollback = instant
--
-- There is nothing to undo.
