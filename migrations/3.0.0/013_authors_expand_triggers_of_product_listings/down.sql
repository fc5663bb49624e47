-- migrator: lock-timeout = 400ms
-- migrator: rollback = instant

DROP TRIGGER "!1 insert" ON "public"."product_listings";

DROP TRIGGER "!2 url" ON "public"."product_listings";

DROP FUNCTION "coexistence"."product_listings.insert.b77e8ad5"();

DROP FUNCTION "coexistence"."product_listings.url.83749797"();
