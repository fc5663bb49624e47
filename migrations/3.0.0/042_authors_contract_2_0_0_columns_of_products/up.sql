-- migrator: phase = contract
-- migrator: ends = 2.0.0
-- migrator: lock-timeout = 400ms
--
-- Loses what "public"."products"."description" holds.

DROP TRIGGER "!1 insert" ON "public"."products";

DROP TRIGGER "!2 description" ON "public"."products";

DROP TRIGGER "!2 description__3_0_0" ON "public"."products";

DROP FUNCTION "coexistence"."products.insert.b0d756bd"();

DROP FUNCTION "coexistence"."products.description.2060d5ef"();

DROP FUNCTION "coexistence"."products.description__3_0_0.9c89c267"();

ALTER TABLE "public"."products"
  DROP COLUMN "description";
