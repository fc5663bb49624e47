-- migrator: lock-timeout = 400ms
-- migrator: rollback = instant

DROP TRIGGER "!1 insert" ON "public"."reviews";

DROP TRIGGER "!2 language" ON "public"."reviews";

DROP TRIGGER "!2 helpful_count" ON "public"."reviews";

DROP TRIGGER "~ language" ON "public"."reviews";

DROP TRIGGER "~ helpful_count" ON "public"."reviews";

DROP FUNCTION "coexistence"."reviews.insert.94b18d6e"();

DROP FUNCTION "coexistence"."reviews.language.562441b4"();

DROP FUNCTION "coexistence"."reviews.helpful_count.6f8a84ca"();

DROP FUNCTION "coexistence"."reviews.language.7bbb6be0"();

DROP FUNCTION "coexistence"."reviews.helpful_count.c36189df"();
