-- migrator: lock-timeout = 400ms
-- migrator: rollback = instant

CREATE SCHEMA IF NOT EXISTS "coexistence";

CREATE FUNCTION "coexistence"."alerts.insert.46f9e71e"() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $coexistence$
BEGIN
  NEW."severity__3_0_0" := (CASE NEW."severity"::TEXT WHEN 'critical' THEN 'urgent' ELSE NEW."severity"::TEXT END)::"alert_severity_3";
  RETURN NEW;
END
$coexistence$;

CREATE OR REPLACE TRIGGER "!1 insert" BEFORE INSERT ON "public"."alerts"
  FOR EACH ROW
  EXECUTE FUNCTION "coexistence"."alerts.insert.46f9e71e"();

DROP TRIGGER "!2 severity__3_0_0" ON "public"."alerts";

DROP FUNCTION "coexistence"."alerts.insert.372270ca"();

DROP FUNCTION "coexistence"."alerts.severity__3_0_0.44494d6c"();
