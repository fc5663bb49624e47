-- migrator: phase = contract
-- migrator: ends = 2.0.0
-- migrator: lock-timeout = 400ms
--
-- Loses what "public"."alerts"."severity" holds.

DROP TRIGGER "!1 insert" ON "public"."alerts";

DROP TRIGGER "!2 severity" ON "public"."alerts";

DROP TRIGGER "!2 severity__3_0_0" ON "public"."alerts";

DROP FUNCTION "coexistence"."alerts.insert.372270ca"();

DROP FUNCTION "coexistence"."alerts.severity.94fb9c3c"();

DROP FUNCTION "coexistence"."alerts.severity__3_0_0.44494d6c"();

ALTER TABLE "public"."alerts"
  DROP COLUMN "severity";
