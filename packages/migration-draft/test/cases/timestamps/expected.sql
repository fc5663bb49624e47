-- change type

-- ======== 1 migrationDraft (the change): rollback lossy
-- note: Decide on the time zone of values of "Visit"."at": PostgreSQL takes that of the session, where the migration says TODO.
-- note: Decide on the time in "Visit"."day", which its new type has no room for, where the migration says TODO.
-- note: Decide on the time zone of values of "Visit"."seen": PostgreSQL takes that of the session, where the migration says TODO.
-- note: "Visit" is rewritten, and nobody can read or write it meanwhile.
-- ---- up.sql
-- migrator: statement-timeout = 30min
--
-- Loses the time zone of values of "Visit"."at", and the time in "Visit"."day", and the time zone of values of "Visit"."seen".

-- TODO: decide on the time zone of values of "Visit"."at": PostgreSQL takes that of the session.
-- What stands here only lets the migration be tried.
-- TODO: decide on the time in "Visit"."day", which its new type has no room for.
-- What stands here only lets the migration be tried.
-- TODO: decide on the time zone of values of "Visit"."seen": PostgreSQL takes that of the session.
-- What stands here only lets the migration be tried.
ALTER TABLE "Visit"
  ALTER COLUMN "at" DROP DEFAULT,
  ALTER COLUMN "at" TYPE TIMESTAMPTZ(3) USING "at"::TIMESTAMPTZ(3),
  ALTER COLUMN "at" SET DEFAULT CURRENT_TIMESTAMP,
  ALTER COLUMN "day" TYPE DATE USING "day"::DATE,
  ALTER COLUMN "seen" TYPE TIMESTAMP(3) USING "seen"::TIMESTAMP(3);

-- ---- down.sql
-- migrator: statement-timeout = 30min
-- migrator: rollback = lossy
--
-- Loses the time zone of values of "Visit"."at", and the time zone of values of "Visit"."seen".
-- Does not bring back the time zone of values of "Visit"."at", and the time in "Visit"."day", and the time zone of values of "Visit"."seen".

-- Loses the time zone of values of "Visit"."at".
-- Loses the time zone of values of "Visit"."seen".
ALTER TABLE "Visit"
  ALTER COLUMN "at" DROP DEFAULT,
  ALTER COLUMN "at" TYPE TIMESTAMP(3) USING "at"::TIMESTAMP(3),
  ALTER COLUMN "at" SET DEFAULT CURRENT_TIMESTAMP,
  ALTER COLUMN "day" TYPE TIMESTAMP(3) USING "day"::TIMESTAMP(3),
  ALTER COLUMN "seen" TYPE TIMESTAMPTZ(6) USING "seen"::TIMESTAMPTZ(6);
