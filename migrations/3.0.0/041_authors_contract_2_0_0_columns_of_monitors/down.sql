-- migrator: lock-timeout = 400ms
-- migrator: rollback = lossy
--
-- Makes what "public"."monitors"."severity" holds from the other columns.

ALTER TABLE "monitors" ADD COLUMN "severity" "alert_severity";

UPDATE "public"."monitors" SET "severity" = (CASE "severity__3_0_0"::TEXT WHEN 'urgent' THEN 'critical' ELSE "severity__3_0_0"::TEXT END)::"alert_severity";

ALTER TABLE "monitors" ADD CONSTRAINT "monitors_severity_not_null_check" CHECK ("severity" IS NOT NULL) NOT VALID;

ALTER TABLE "monitors" VALIDATE CONSTRAINT "monitors_severity_not_null_check";

ALTER TABLE "monitors"
  ALTER COLUMN "severity" SET NOT NULL,
  DROP CONSTRAINT "monitors_severity_not_null_check";

CREATE SCHEMA IF NOT EXISTS "coexistence";

CREATE FUNCTION "coexistence"."monitors.insert.16d5a244"() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $coexistence$
BEGIN
  IF NEW."severity__3_0_0" IS NOT NULL THEN
    NEW."severity" := (CASE NEW."severity__3_0_0"::TEXT WHEN 'urgent' THEN 'critical' ELSE NEW."severity__3_0_0"::TEXT END)::"alert_severity";
  ELSE
    NEW."severity__3_0_0" := (CASE NEW."severity"::TEXT WHEN 'critical' THEN 'urgent' ELSE NEW."severity"::TEXT END)::"alert_severity_3";
  END IF;
  RETURN NEW;
END
$coexistence$;

CREATE FUNCTION "coexistence"."monitors.severity.ffe7d9ca"() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $coexistence$
BEGIN
  NEW."severity__3_0_0" := (CASE NEW."severity"::TEXT WHEN 'critical' THEN 'urgent' ELSE NEW."severity"::TEXT END)::"alert_severity_3";
  RETURN NEW;
END
$coexistence$;

CREATE FUNCTION "coexistence"."monitors.severity__3_0_0.66c89890"() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $coexistence$
BEGIN
  NEW."severity" := (CASE NEW."severity__3_0_0"::TEXT WHEN 'urgent' THEN 'critical' ELSE NEW."severity__3_0_0"::TEXT END)::"alert_severity";
  RETURN NEW;
END
$coexistence$;

CREATE OR REPLACE TRIGGER "!1 insert" BEFORE INSERT ON "public"."monitors"
  FOR EACH ROW
  EXECUTE FUNCTION "coexistence"."monitors.insert.16d5a244"();

CREATE OR REPLACE TRIGGER "!2 severity" BEFORE UPDATE OF "severity" ON "public"."monitors"
  FOR EACH ROW WHEN (NEW."severity" IS DISTINCT FROM OLD."severity")
  EXECUTE FUNCTION "coexistence"."monitors.severity.ffe7d9ca"();

CREATE OR REPLACE TRIGGER "!2 severity__3_0_0" BEFORE UPDATE OF "severity__3_0_0" ON "public"."monitors"
  FOR EACH ROW WHEN (NEW."severity__3_0_0" IS DISTINCT FROM OLD."severity__3_0_0")
  EXECUTE FUNCTION "coexistence"."monitors.severity__3_0_0.66c89890"();
