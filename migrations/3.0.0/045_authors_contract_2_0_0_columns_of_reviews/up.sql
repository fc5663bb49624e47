-- migrator: phase = contract
-- migrator: ends = 2.0.0
-- migrator: lock-timeout = 400ms
--
-- Loses what "public"."reviews"."language" holds.
-- Loses what "public"."reviews"."helpful_count" holds.
-- Loses what "public"."reviews"."raw" holds.

DROP TRIGGER "!1 insert" ON "public"."reviews";

DROP TRIGGER "!2 language" ON "public"."reviews";

DROP TRIGGER "!2 language__3_0_0" ON "public"."reviews";

DROP TRIGGER "!2 helpful_count" ON "public"."reviews";

DROP TRIGGER "!2 helpful_count__3_0_0" ON "public"."reviews";

DROP TRIGGER "~ language" ON "public"."reviews";

DROP TRIGGER "~ helpful_count" ON "public"."reviews";

DROP FUNCTION "coexistence"."reviews.insert.836c1992"();

DROP FUNCTION "coexistence"."reviews.language.562441b4"();

DROP FUNCTION "coexistence"."reviews.language__3_0_0.9660b241"();

DROP FUNCTION "coexistence"."reviews.helpful_count.6f8a84ca"();

DROP FUNCTION "coexistence"."reviews.helpful_count__3_0_0.1f647bdc"();

DROP FUNCTION "coexistence"."reviews.language.e501eadb"();

DROP FUNCTION "coexistence"."reviews.helpful_count.106cbb6d"();

ALTER TABLE "public"."reviews"
  DROP COLUMN "language",
  DROP COLUMN "helpful_count",
  DROP COLUMN "raw";
