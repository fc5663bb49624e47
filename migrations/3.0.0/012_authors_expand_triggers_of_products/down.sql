-- migrator: lock-timeout = 400ms
-- migrator: rollback = instant

DROP TRIGGER "!1 insert" ON "public"."products";

DROP TRIGGER "!2 description" ON "public"."products";

DROP FUNCTION "coexistence"."products.insert.25176946"();

DROP FUNCTION "coexistence"."products.description.2060d5ef"();
