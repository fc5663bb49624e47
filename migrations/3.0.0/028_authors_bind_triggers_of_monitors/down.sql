-- migrator: lock-timeout = 400ms
-- migrator: rollback = instant

CREATE SCHEMA IF NOT EXISTS "coexistence";

CREATE FUNCTION "coexistence"."monitors.insert.560efa22"() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $coexistence$
BEGIN
  NEW."severity__3_0_0" := (CASE NEW."severity"::TEXT WHEN 'critical' THEN 'urgent' ELSE NEW."severity"::TEXT END)::"alert_severity_3";
  RETURN NEW;
END
$coexistence$;

CREATE OR REPLACE TRIGGER "!1 insert" BEFORE INSERT ON "public"."monitors"
  FOR EACH ROW
  EXECUTE FUNCTION "coexistence"."monitors.insert.560efa22"();

DROP TRIGGER "!2 severity__3_0_0" ON "public"."monitors";

DROP FUNCTION "coexistence"."monitors.insert.16d5a244"();

DROP FUNCTION "coexistence"."monitors.severity__3_0_0.66c89890"();
