-- migrator: phase = fill
-- migrator: batches = "public"."companies" by "id"
-- migrator: lock-timeout = 400ms

UPDATE "public"."companies" AS filled
  SET "about" = said."about"
  FROM (
    SELECT child."company_id", child."about" FROM "public"."companies" AS parent
    JOIN "public"."company_profiles" AS child ON parent."id" = child."company_id"
    WHERE parent."id" >= {from} AND parent."id" <= {to}
    FOR SHARE OF child
  ) AS said
  WHERE filled."id" = said."company_id" AND (filled."about" IS DISTINCT FROM said."about");
