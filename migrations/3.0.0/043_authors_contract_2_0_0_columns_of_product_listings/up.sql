-- migrator: phase = contract
-- migrator: ends = 2.0.0
-- migrator: lock-timeout = 400ms
--
-- Loses what "public"."product_listings"."url" holds.

DROP TRIGGER "!1 insert" ON "public"."product_listings";

DROP TRIGGER "!2 url" ON "public"."product_listings";

DROP TRIGGER "!2 url__3_0_0" ON "public"."product_listings";

DROP FUNCTION "coexistence"."product_listings.insert.b2352eb2"();

DROP FUNCTION "coexistence"."product_listings.url.83749797"();

DROP FUNCTION "coexistence"."product_listings.url__3_0_0.1d25f2c4"();

ALTER TABLE "public"."product_listings"
  DROP COLUMN "url";
