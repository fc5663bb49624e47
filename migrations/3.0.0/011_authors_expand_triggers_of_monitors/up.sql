-- migrator: phase = expand
-- migrator: lock-timeout = 400ms

CREATE SCHEMA IF NOT EXISTS "coexistence";

CREATE FUNCTION "coexistence"."monitors.insert.560efa22"() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $coexistence$
BEGIN
  NEW."severity__3_0_0" := (CASE NEW."severity"::TEXT WHEN 'critical' THEN 'urgent' ELSE NEW."severity"::TEXT END)::"alert_severity_3";
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

CREATE OR REPLACE TRIGGER "!1 insert" BEFORE INSERT ON "public"."monitors"
  FOR EACH ROW
  EXECUTE FUNCTION "coexistence"."monitors.insert.560efa22"();

CREATE OR REPLACE TRIGGER "!2 severity" BEFORE UPDATE OF "severity" ON "public"."monitors"
  FOR EACH ROW WHEN (NEW."severity" IS DISTINCT FROM OLD."severity")
  EXECUTE FUNCTION "coexistence"."monitors.severity.ffe7d9ca"();
