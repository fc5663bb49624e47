-- migrator: phase = bind
-- migrator: lock-timeout = 400ms

CREATE SCHEMA IF NOT EXISTS "coexistence";

CREATE FUNCTION "coexistence"."alerts.insert.372270ca"() RETURNS trigger
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

CREATE FUNCTION "coexistence"."alerts.severity__3_0_0.44494d6c"() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $coexistence$
BEGIN
  NEW."severity" := (CASE NEW."severity__3_0_0"::TEXT WHEN 'urgent' THEN 'critical' ELSE NEW."severity__3_0_0"::TEXT END)::"alert_severity";
  RETURN NEW;
END
$coexistence$;

CREATE OR REPLACE TRIGGER "!1 insert" BEFORE INSERT ON "public"."alerts"
  FOR EACH ROW
  EXECUTE FUNCTION "coexistence"."alerts.insert.372270ca"();

CREATE OR REPLACE TRIGGER "!2 severity__3_0_0" BEFORE UPDATE OF "severity__3_0_0" ON "public"."alerts"
  FOR EACH ROW WHEN (NEW."severity__3_0_0" IS DISTINCT FROM OLD."severity__3_0_0")
  EXECUTE FUNCTION "coexistence"."alerts.severity__3_0_0.44494d6c"();

DROP FUNCTION "coexistence"."alerts.insert.46f9e71e"();
