-- ======== open: views
-- ---- up.sql
-- migrator: phase = open
--
-- The views of 1.0.0.

CREATE SCHEMA "db_1_0_0";

CREATE VIEW "db_1_0_0"."Company" AS
  SELECT "id"
  FROM "public"."Company";

CREATE VIEW "db_1_0_0"."Profile" AS
  SELECT "companyId", "about"
  FROM "public"."Profile";

-- ---- down.sql
-- migrator: rollback = instant
--
-- The rows are those of the tables, which stay.

DROP SCHEMA IF EXISTS "db_1_0_0" CASCADE;

-- ======== expand: tables
-- ---- up.sql
-- migrator: phase = expand

ALTER TABLE "Company" ADD COLUMN "about" TEXT;

-- ---- down.sql
-- migrator: rollback = lossy
--
-- Loses what "Company"."about" holds.

ALTER TABLE "Company" DROP COLUMN "about";

-- ======== expand: triggers_of_Profile
-- ---- up.sql
-- migrator: phase = expand
-- migrator: lock-timeout = 400ms

CREATE SCHEMA IF NOT EXISTS "coexistence";

CREATE FUNCTION "coexistence"."Profile.make about of Company.1eaaeb83"() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $coexistence$
BEGIN
  IF NOT EXISTS (SELECT FROM "public"."Profile" AS held WHERE held."companyId" = NEW."companyId") THEN
    PERFORM FROM "public"."Company" AS held WHERE held."id" = NEW."companyId" FOR NO KEY UPDATE;
  END IF;
  RETURN NEW;
END
$coexistence$;

CREATE FUNCTION "coexistence"."Profile.insert about of Company.f545abb0"() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $coexistence$
BEGIN
  UPDATE "public"."Company" AS held SET "about" = coalesce(NEW."about", held."about") WHERE held."id" = NEW."companyId" AND (held."about" IS DISTINCT FROM coalesce(NEW."about", held."about"));
  UPDATE "public"."Profile" AS held SET "about" = coalesce(held."about", parent."about") FROM "public"."Company" AS parent WHERE held."companyId" = NEW."companyId" AND parent."id" = NEW."companyId" AND (held."about" IS NULL AND parent."about" IS NOT NULL);
  RETURN NULL;
END
$coexistence$;

CREATE FUNCTION "coexistence"."Profile.update about of Company.2a025844"() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $coexistence$
BEGIN
  UPDATE "public"."Company" AS held SET "about" = NEW."about" WHERE held."id" = NEW."companyId" AND (held."about" IS DISTINCT FROM NEW."about");
  RETURN NULL;
END
$coexistence$;

CREATE OR REPLACE TRIGGER "!3 make about of Company" BEFORE INSERT ON "public"."Profile"
  FOR EACH ROW
  EXECUTE FUNCTION "coexistence"."Profile.make about of Company.1eaaeb83"();

CREATE OR REPLACE TRIGGER "!3 insert about of Company" AFTER INSERT ON "public"."Profile"
  FOR EACH ROW
  EXECUTE FUNCTION "coexistence"."Profile.insert about of Company.f545abb0"();

CREATE OR REPLACE TRIGGER "!3 update about of Company" AFTER UPDATE OF "about" ON "public"."Profile"
  FOR EACH ROW WHEN (NEW."about" IS DISTINCT FROM OLD."about")
  EXECUTE FUNCTION "coexistence"."Profile.update about of Company.2a025844"();

-- ---- down.sql
-- migrator: lock-timeout = 400ms
-- migrator: rollback = instant

DROP TRIGGER "!3 make about of Company" ON "public"."Profile";

DROP TRIGGER "!3 insert about of Company" ON "public"."Profile";

DROP TRIGGER "!3 update about of Company" ON "public"."Profile";

DROP FUNCTION "coexistence"."Profile.make about of Company.1eaaeb83"();

DROP FUNCTION "coexistence"."Profile.insert about of Company.f545abb0"();

DROP FUNCTION "coexistence"."Profile.update about of Company.2a025844"();

-- ======== fill: rows_of_Company
-- ---- up.sql
-- migrator: phase = fill
-- migrator: batches = "public"."Company" by "id", target = 50ms
-- migrator: lock-timeout = 400ms

UPDATE "public"."Company" AS filled
  SET "about" = said."about"
  FROM (
    SELECT child."companyId", child."about" FROM "public"."Company" AS parent
    JOIN "public"."Profile" AS child ON parent."id" = child."companyId"
    WHERE parent."id" >= {from} AND parent."id" <= {to}
    FOR SHARE OF child
  ) AS said
  WHERE filled."id" = said."companyId" AND (filled."about" IS DISTINCT FROM said."about");

-- ---- down.sql
-- migrator: rollback = instant
--
-- There is nothing to undo.

-- ======== bind: views_that_hold_parents
-- ---- up.sql
-- migrator: phase = bind
-- migrator: lock-timeout = 400ms
--
-- Who writes a column that has moved locks the rows of both tables in one order.

CREATE FUNCTION "coexistence"."Profile.hold Company.268e6346"(INTEGER) RETURNS boolean
LANGUAGE plpgsql PARALLEL RESTRICTED SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $coexistence$
BEGIN
  PERFORM FROM "public"."Company" AS held WHERE held."id" = $1 FOR NO KEY UPDATE;
  RETURN true;
END
$coexistence$;

GRANT EXECUTE ON FUNCTION "coexistence"."Profile.hold Company.268e6346"(INTEGER) TO PUBLIC;

CREATE OR REPLACE VIEW "db_1_0_0"."Profile" AS
  SELECT "companyId", "about"
  FROM "public"."Profile"
  WHERE (SELECT current_setting('coexistence.writes', true)) IS DISTINCT FROM '"public"."Profile"' OR "coexistence"."Profile.hold Company.268e6346"("companyId");

-- ---- down.sql
-- migrator: lock-timeout = 400ms
-- migrator: rollback = instant

CREATE OR REPLACE VIEW "db_1_0_0"."Profile" AS
  SELECT "companyId", "about"
  FROM "public"."Profile";

DROP FUNCTION "coexistence"."Profile.hold Company.268e6346"(INTEGER);

-- ======== bind: triggers_of_Profile
-- ---- up.sql
-- migrator: phase = bind
-- migrator: lock-timeout = 400ms

CREATE SCHEMA IF NOT EXISTS "coexistence";

CREATE FUNCTION "coexistence"."Profile.hold about of Company.32f91684"() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $coexistence$
BEGIN
  PERFORM set_config('coexistence.writes', '"public"."Profile"', true);
  RETURN NULL;
END
$coexistence$;

CREATE FUNCTION "coexistence"."Profile.held about of Company.1abaf775"() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $coexistence$
BEGIN
  PERFORM set_config('coexistence.writes', '', true);
  RETURN NULL;
END
$coexistence$;

CREATE FUNCTION "coexistence"."Profile.make about of Company.4a2004a5"() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $coexistence$
BEGIN
  PERFORM FROM "public"."Company" AS held WHERE held."id" = NEW."companyId" FOR NO KEY UPDATE;
  RETURN NEW;
END
$coexistence$;

CREATE OR REPLACE TRIGGER "!0 hold about of Company" BEFORE UPDATE OF "about" ON "public"."Profile"
  FOR EACH STATEMENT
  EXECUTE FUNCTION "coexistence"."Profile.hold about of Company.32f91684"();

CREATE OR REPLACE TRIGGER "!0 held about of Company" AFTER UPDATE OF "about" ON "public"."Profile"
  FOR EACH STATEMENT
  EXECUTE FUNCTION "coexistence"."Profile.held about of Company.1abaf775"();

CREATE OR REPLACE TRIGGER "!3 make about of Company" BEFORE INSERT ON "public"."Profile"
  FOR EACH ROW
  EXECUTE FUNCTION "coexistence"."Profile.make about of Company.4a2004a5"();

DROP FUNCTION "coexistence"."Profile.make about of Company.1eaaeb83"();

-- ---- down.sql
-- migrator: lock-timeout = 400ms
-- migrator: rollback = instant

CREATE SCHEMA IF NOT EXISTS "coexistence";

CREATE FUNCTION "coexistence"."Profile.make about of Company.1eaaeb83"() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $coexistence$
BEGIN
  IF NOT EXISTS (SELECT FROM "public"."Profile" AS held WHERE held."companyId" = NEW."companyId") THEN
    PERFORM FROM "public"."Company" AS held WHERE held."id" = NEW."companyId" FOR NO KEY UPDATE;
  END IF;
  RETURN NEW;
END
$coexistence$;

CREATE OR REPLACE TRIGGER "!3 make about of Company" BEFORE INSERT ON "public"."Profile"
  FOR EACH ROW
  EXECUTE FUNCTION "coexistence"."Profile.make about of Company.1eaaeb83"();

DROP TRIGGER "!0 hold about of Company" ON "public"."Profile";

DROP TRIGGER "!0 held about of Company" ON "public"."Profile";

DROP FUNCTION "coexistence"."Profile.hold about of Company.32f91684"();

DROP FUNCTION "coexistence"."Profile.held about of Company.1abaf775"();

DROP FUNCTION "coexistence"."Profile.make about of Company.4a2004a5"();

-- ======== bind: triggers_of_Company
-- ---- up.sql
-- migrator: phase = bind
-- migrator: lock-timeout = 400ms

CREATE SCHEMA IF NOT EXISTS "coexistence";

CREATE FUNCTION "coexistence"."Company.insert about of Profile.7b04140d"() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $coexistence$
BEGIN
  IF NEW."about" IS NOT NULL THEN
    INSERT INTO "public"."Profile" AS held ("companyId", "about") VALUES (NEW."id", NEW."about")
    ON CONFLICT ("companyId") DO UPDATE SET "about" = NEW."about" WHERE held."about" IS DISTINCT FROM NEW."about";
  ELSE
    UPDATE "public"."Profile" AS held SET "about" = NEW."about" WHERE held."companyId" = NEW."id" AND (held."about" IS DISTINCT FROM NEW."about");
  END IF;
  RETURN NULL;
END
$coexistence$;

CREATE FUNCTION "coexistence"."Company.update about of Profile.628cd787"() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $coexistence$
BEGIN
  IF NEW."about" IS NOT NULL THEN
    INSERT INTO "public"."Profile" AS held ("companyId", "about") VALUES (NEW."id", NEW."about")
    ON CONFLICT ("companyId") DO UPDATE SET "about" = NEW."about" WHERE held."about" IS DISTINCT FROM NEW."about";
  ELSE
    UPDATE "public"."Profile" AS held SET "about" = NEW."about" WHERE held."companyId" = NEW."id" AND (held."about" IS DISTINCT FROM NEW."about");
  END IF;
  RETURN NULL;
END
$coexistence$;

CREATE OR REPLACE TRIGGER "!3 insert about of Profile" AFTER INSERT ON "public"."Company"
  FOR EACH ROW
  EXECUTE FUNCTION "coexistence"."Company.insert about of Profile.7b04140d"();

CREATE OR REPLACE TRIGGER "!3 update about of Profile" AFTER UPDATE OF "about" ON "public"."Company"
  FOR EACH ROW WHEN (NEW."about" IS DISTINCT FROM OLD."about")
  EXECUTE FUNCTION "coexistence"."Company.update about of Profile.628cd787"();

-- ---- down.sql
-- migrator: lock-timeout = 400ms
-- migrator: rollback = instant

DROP TRIGGER "!3 insert about of Profile" ON "public"."Company";

DROP TRIGGER "!3 update about of Profile" ON "public"."Company";

DROP FUNCTION "coexistence"."Company.insert about of Profile.7b04140d"();

DROP FUNCTION "coexistence"."Company.update about of Profile.628cd787"();

-- ======== open: views
-- ---- up.sql
-- migrator: phase = open
--
-- The views of 2.0.0.

CREATE SCHEMA "db_2_0_0";

CREATE VIEW "db_2_0_0"."Company" AS
  SELECT "id", "about"
  FROM "public"."Company";

CREATE VIEW "db_2_0_0"."Profile" AS
  SELECT "companyId"
  FROM "public"."Profile";

-- ---- down.sql
-- migrator: rollback = instant
--
-- The rows are those of the tables, which stay.

DROP SCHEMA IF EXISTS "db_2_0_0" CASCADE;

-- ======== contract: views
-- ---- up.sql
-- migrator: phase = contract
-- migrator: ends = 1.0.0
--
-- The views of 1.0.0.

DROP SCHEMA IF EXISTS "db_1_0_0" CASCADE;

-- ---- down.sql
-- migrator: rollback = instant
--
-- The views of 1.0.0.

CREATE SCHEMA "db_1_0_0";

CREATE VIEW "db_1_0_0"."Company" AS
  SELECT "id"
  FROM "public"."Company";

CREATE VIEW "db_1_0_0"."Profile" AS
  SELECT "companyId", "about"
  FROM "public"."Profile"
  WHERE (SELECT current_setting('coexistence.writes', true)) IS DISTINCT FROM '"public"."Profile"' OR "coexistence"."Profile.hold Company.268e6346"("companyId");

-- ======== contract: views_that_hold_parents
-- ---- up.sql
-- migrator: phase = contract
-- migrator: ends = 1.0.0
-- migrator: lock-timeout = 400ms
--
-- Who writes a column that has moved locks the rows of both tables in one order.

DROP FUNCTION "coexistence"."Profile.hold Company.268e6346"(INTEGER);

-- ---- down.sql
-- migrator: lock-timeout = 400ms
-- migrator: rollback = instant

CREATE FUNCTION "coexistence"."Profile.hold Company.268e6346"(INTEGER) RETURNS boolean
LANGUAGE plpgsql PARALLEL RESTRICTED SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $coexistence$
BEGIN
  PERFORM FROM "public"."Company" AS held WHERE held."id" = $1 FOR NO KEY UPDATE;
  RETURN true;
END
$coexistence$;

GRANT EXECUTE ON FUNCTION "coexistence"."Profile.hold Company.268e6346"(INTEGER) TO PUBLIC;

-- ======== contract: triggers_of_Profile
-- ---- up.sql
-- migrator: phase = contract
-- migrator: ends = 1.0.0
-- migrator: lock-timeout = 400ms

DROP TRIGGER "!0 hold about of Company" ON "public"."Profile";

DROP TRIGGER "!0 held about of Company" ON "public"."Profile";

DROP TRIGGER "!3 make about of Company" ON "public"."Profile";

DROP TRIGGER "!3 insert about of Company" ON "public"."Profile";

DROP TRIGGER "!3 update about of Company" ON "public"."Profile";

DROP FUNCTION "coexistence"."Profile.hold about of Company.32f91684"();

DROP FUNCTION "coexistence"."Profile.held about of Company.1abaf775"();

DROP FUNCTION "coexistence"."Profile.make about of Company.4a2004a5"();

DROP FUNCTION "coexistence"."Profile.insert about of Company.f545abb0"();

DROP FUNCTION "coexistence"."Profile.update about of Company.2a025844"();

-- ---- down.sql
-- migrator: lock-timeout = 400ms
-- migrator: rollback = instant

CREATE SCHEMA IF NOT EXISTS "coexistence";

CREATE FUNCTION "coexistence"."Profile.hold about of Company.32f91684"() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $coexistence$
BEGIN
  PERFORM set_config('coexistence.writes', '"public"."Profile"', true);
  RETURN NULL;
END
$coexistence$;

CREATE FUNCTION "coexistence"."Profile.held about of Company.1abaf775"() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $coexistence$
BEGIN
  PERFORM set_config('coexistence.writes', '', true);
  RETURN NULL;
END
$coexistence$;

CREATE FUNCTION "coexistence"."Profile.make about of Company.4a2004a5"() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $coexistence$
BEGIN
  PERFORM FROM "public"."Company" AS held WHERE held."id" = NEW."companyId" FOR NO KEY UPDATE;
  RETURN NEW;
END
$coexistence$;

CREATE FUNCTION "coexistence"."Profile.insert about of Company.f545abb0"() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $coexistence$
BEGIN
  UPDATE "public"."Company" AS held SET "about" = coalesce(NEW."about", held."about") WHERE held."id" = NEW."companyId" AND (held."about" IS DISTINCT FROM coalesce(NEW."about", held."about"));
  UPDATE "public"."Profile" AS held SET "about" = coalesce(held."about", parent."about") FROM "public"."Company" AS parent WHERE held."companyId" = NEW."companyId" AND parent."id" = NEW."companyId" AND (held."about" IS NULL AND parent."about" IS NOT NULL);
  RETURN NULL;
END
$coexistence$;

CREATE FUNCTION "coexistence"."Profile.update about of Company.2a025844"() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $coexistence$
BEGIN
  UPDATE "public"."Company" AS held SET "about" = NEW."about" WHERE held."id" = NEW."companyId" AND (held."about" IS DISTINCT FROM NEW."about");
  RETURN NULL;
END
$coexistence$;

CREATE OR REPLACE TRIGGER "!0 hold about of Company" BEFORE UPDATE OF "about" ON "public"."Profile"
  FOR EACH STATEMENT
  EXECUTE FUNCTION "coexistence"."Profile.hold about of Company.32f91684"();

CREATE OR REPLACE TRIGGER "!0 held about of Company" AFTER UPDATE OF "about" ON "public"."Profile"
  FOR EACH STATEMENT
  EXECUTE FUNCTION "coexistence"."Profile.held about of Company.1abaf775"();

CREATE OR REPLACE TRIGGER "!3 make about of Company" BEFORE INSERT ON "public"."Profile"
  FOR EACH ROW
  EXECUTE FUNCTION "coexistence"."Profile.make about of Company.4a2004a5"();

CREATE OR REPLACE TRIGGER "!3 insert about of Company" AFTER INSERT ON "public"."Profile"
  FOR EACH ROW
  EXECUTE FUNCTION "coexistence"."Profile.insert about of Company.f545abb0"();

CREATE OR REPLACE TRIGGER "!3 update about of Company" AFTER UPDATE OF "about" ON "public"."Profile"
  FOR EACH ROW WHEN (NEW."about" IS DISTINCT FROM OLD."about")
  EXECUTE FUNCTION "coexistence"."Profile.update about of Company.2a025844"();

-- ======== contract: triggers_of_Company
-- ---- up.sql
-- migrator: phase = contract
-- migrator: ends = 1.0.0
-- migrator: lock-timeout = 400ms

DROP TRIGGER "!3 insert about of Profile" ON "public"."Company";

DROP TRIGGER "!3 update about of Profile" ON "public"."Company";

DROP FUNCTION "coexistence"."Company.insert about of Profile.7b04140d"();

DROP FUNCTION "coexistence"."Company.update about of Profile.628cd787"();

-- ---- down.sql
-- migrator: lock-timeout = 400ms
-- migrator: rollback = instant

CREATE SCHEMA IF NOT EXISTS "coexistence";

CREATE FUNCTION "coexistence"."Company.insert about of Profile.7b04140d"() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $coexistence$
BEGIN
  IF NEW."about" IS NOT NULL THEN
    INSERT INTO "public"."Profile" AS held ("companyId", "about") VALUES (NEW."id", NEW."about")
    ON CONFLICT ("companyId") DO UPDATE SET "about" = NEW."about" WHERE held."about" IS DISTINCT FROM NEW."about";
  ELSE
    UPDATE "public"."Profile" AS held SET "about" = NEW."about" WHERE held."companyId" = NEW."id" AND (held."about" IS DISTINCT FROM NEW."about");
  END IF;
  RETURN NULL;
END
$coexistence$;

CREATE FUNCTION "coexistence"."Company.update about of Profile.628cd787"() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $coexistence$
BEGIN
  IF NEW."about" IS NOT NULL THEN
    INSERT INTO "public"."Profile" AS held ("companyId", "about") VALUES (NEW."id", NEW."about")
    ON CONFLICT ("companyId") DO UPDATE SET "about" = NEW."about" WHERE held."about" IS DISTINCT FROM NEW."about";
  ELSE
    UPDATE "public"."Profile" AS held SET "about" = NEW."about" WHERE held."companyId" = NEW."id" AND (held."about" IS DISTINCT FROM NEW."about");
  END IF;
  RETURN NULL;
END
$coexistence$;

CREATE OR REPLACE TRIGGER "!3 insert about of Profile" AFTER INSERT ON "public"."Company"
  FOR EACH ROW
  EXECUTE FUNCTION "coexistence"."Company.insert about of Profile.7b04140d"();

CREATE OR REPLACE TRIGGER "!3 update about of Profile" AFTER UPDATE OF "about" ON "public"."Company"
  FOR EACH ROW WHEN (NEW."about" IS DISTINCT FROM OLD."about")
  EXECUTE FUNCTION "coexistence"."Company.update about of Profile.628cd787"();

-- ======== contract: columns_of_Profile
-- ---- up.sql
-- migrator: phase = contract
-- migrator: ends = 1.0.0
-- migrator: lock-timeout = 400ms
--
-- Loses what "public"."Profile"."about" holds.

ALTER TABLE "public"."Profile"
  DROP COLUMN "about";

-- ---- down.sql
-- migrator: lock-timeout = 400ms
-- migrator: rollback = lossy
--
-- Makes what "public"."Profile"."about" holds from the other columns.

ALTER TABLE "Profile" ADD COLUMN "about" TEXT;

INSERT INTO "public"."Profile" AS held ("companyId", "about")
  SELECT parent."id", parent."about" FROM "public"."Company" AS parent
  WHERE (parent."about" IS NOT NULL) FOR SHARE
  ON CONFLICT ("companyId") DO UPDATE SET "about" = excluded."about" WHERE held."about" IS DISTINCT FROM excluded."about";
