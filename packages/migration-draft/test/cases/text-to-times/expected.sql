-- change type

-- ======== 1 migrationDraft (the change): rollback lossy
-- note: Decide on how values of "Meeting"."at" become DateTime, where the migration says TODO.
-- note: Decide on how values of "Meeting"."day" become DateTime, where the migration says TODO.
-- note: Decide on how values of "Meeting"."clock" become DateTime, where the migration says TODO.
-- note: Decide on how values of "Meeting"."other" become DateTime, where the migration says TODO.
-- note: "Meeting" is rewritten, and nobody can read or write it meanwhile.
-- ---- up.sql
-- migrator: statement-timeout = 30min
--
-- Loses the meaning of values of "Meeting"."at", and the meaning of values of "Meeting"."day", and the meaning of values of "Meeting"."clock", and the meaning of values of "Meeting"."other".

-- TODO: decide on how values of "Meeting"."at" become DateTime.
-- What stands here only lets the migration be tried.
-- TODO: decide on how values of "Meeting"."day" become DateTime.
-- What stands here only lets the migration be tried.
-- TODO: decide on how values of "Meeting"."clock" become DateTime.
-- What stands here only lets the migration be tried.
-- TODO: decide on how values of "Meeting"."other" become DateTime.
-- What stands here only lets the migration be tried.
ALTER TABLE "Meeting"
  ALTER COLUMN "at" TYPE TIMESTAMP(3) USING CASE WHEN "at" IS NULL THEN NULL WHEN "at"::TEXT ~ '^(?!0000)(\d{4}-((0[1-9]|1[0-2])-(0[1-9]|1\d|2[0-8])|(0[13-9]|1[0-2])-(29|30)|(0[13578]|1[02])-31)|(\d\d(0[48]|[2468][048]|[13579][26])|([02468][048]|[13579][26])00)-02-29)([ T]([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d+)?)?(Z|[+-](0\d|1[0-4])(:?[0-5]\d)?)?)?$' THEN "at"::TEXT::TIMESTAMP(3) ELSE CURRENT_TIMESTAMP END,
  ALTER COLUMN "day" TYPE DATE USING CASE WHEN "day"::TEXT ~ '^(?!0000)(\d{4}-((0[1-9]|1[0-2])-(0[1-9]|1\d|2[0-8])|(0[13-9]|1[0-2])-(29|30)|(0[13578]|1[02])-31)|(\d\d(0[48]|[2468][048]|[13579][26])|([02468][048]|[13579][26])00)-02-29)([ T]([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d+)?)?(Z|[+-](0\d|1[0-4])(:?[0-5]\d)?)?)?$' THEN "day"::TEXT::DATE END,
  ALTER COLUMN "clock" TYPE TIME(6) USING CASE WHEN "clock"::TEXT ~ '^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d+)?)?(Z|[+-](0\d|1[0-4])(:?[0-5]\d)?)?$' THEN "clock"::TEXT::TIME(6) END,
  ALTER COLUMN "other" TYPE TIMESTAMPTZ(3)[] USING CASE WHEN array_to_string("other", E'\x01') ~ ('^(((?!0000)(\d{4}-((0[1-9]|1[0-2])-(0[1-9]|1\d|2[0-8])|(0[13-9]|1[0-2])-(29|30)|(0[13578]|1[02])-31)|(\d\d(0[48]|[2468][048]|[13579][26])|([02468][048]|[13579][26])00)-02-29)([ T]([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d+)?)?(Z|[+-](0\d|1[0-4])(:?[0-5]\d)?)?)?)(' || E'\x01' || '|$))*$') THEN "other"::TEXT[]::TIMESTAMPTZ(3)[] WHEN "other" IS NOT NULL THEN '{}' END;

-- ---- down.sql
-- migrator: statement-timeout = 30min
-- migrator: rollback = lossy
--
-- Loses the meaning of values of "Meeting"."at", and the meaning of values of "Meeting"."day", and the meaning of values of "Meeting"."clock", and the meaning of values of "Meeting"."other".
-- Does not bring back the meaning of values of "Meeting"."at", and the meaning of values of "Meeting"."day", and the meaning of values of "Meeting"."clock", and the meaning of values of "Meeting"."other".

-- Loses the meaning of values of "Meeting"."at".
-- Loses the meaning of values of "Meeting"."day".
-- Loses the meaning of values of "Meeting"."clock".
-- Loses the meaning of values of "Meeting"."other".
ALTER TABLE "Meeting"
  ALTER COLUMN "at" TYPE TEXT USING "at"::TEXT,
  ALTER COLUMN "day" TYPE TEXT USING "day"::TEXT,
  ALTER COLUMN "clock" TYPE TEXT USING "clock"::TEXT,
  ALTER COLUMN "other" TYPE TEXT[] USING "other"::TEXT[]::TEXT[];
