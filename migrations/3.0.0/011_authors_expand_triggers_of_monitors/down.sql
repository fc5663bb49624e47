-- migrator: lock-timeout = 400ms
-- migrator: rollback = instant

DROP TRIGGER "!1 insert" ON "public"."monitors";

DROP TRIGGER "!2 severity" ON "public"."monitors";

DROP FUNCTION "coexistence"."monitors.insert.560efa22"();

DROP FUNCTION "coexistence"."monitors.severity.ffe7d9ca"();
