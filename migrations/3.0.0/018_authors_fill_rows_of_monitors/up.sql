-- migrator: phase = fill
-- migrator: batches = "public"."monitors" by "id"
-- migrator: verify = SELECT 1 FROM "public"."monitors" AS filled WHERE (filled."severity__3_0_0") IS DISTINCT FROM ((CASE filled."severity"::TEXT WHEN 'critical' THEN 'urgent' ELSE filled."severity"::TEXT END)::"alert_severity_3") LIMIT 1
-- migrator: lock-timeout = 400ms

UPDATE "public"."monitors" AS filled
  SET "severity__3_0_0" = (CASE filled."severity"::TEXT WHEN 'critical' THEN 'urgent' ELSE filled."severity"::TEXT END)::"alert_severity_3"
  WHERE filled."id" >= {from} AND filled."id" <= {to} AND (filled."severity__3_0_0") IS DISTINCT FROM ((CASE filled."severity"::TEXT WHEN 'critical' THEN 'urgent' ELSE filled."severity"::TEXT END)::"alert_severity_3");
