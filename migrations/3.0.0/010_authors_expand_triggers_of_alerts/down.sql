-- migrator: lock-timeout = 400ms
-- migrator: rollback = instant

DROP TRIGGER "!1 insert" ON "public"."alerts";

DROP TRIGGER "!2 severity" ON "public"."alerts";

DROP FUNCTION "coexistence"."alerts.insert.46f9e71e"();

DROP FUNCTION "coexistence"."alerts.severity.94fb9c3c"();
