-- migrator: phase = contract
-- migrator: ends = 2.0.0
-- migrator: lock-timeout = 400ms
--
-- Loses what "public"."monitors"."severity" holds.

DROP TRIGGER "!1 insert" ON "public"."monitors";

DROP TRIGGER "!2 severity" ON "public"."monitors";

DROP TRIGGER "!2 severity__3_0_0" ON "public"."monitors";

DROP FUNCTION "coexistence"."monitors.insert.16d5a244"();

DROP FUNCTION "coexistence"."monitors.severity.ffe7d9ca"();

DROP FUNCTION "coexistence"."monitors.severity__3_0_0.66c89890"();

ALTER TABLE "public"."monitors"
  DROP COLUMN "severity";
