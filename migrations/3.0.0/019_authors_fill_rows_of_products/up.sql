-- migrator: phase = fill
-- migrator: batches = "public"."products" by "id"
-- migrator: verify = SELECT 1 FROM "public"."products" AS filled WHERE (filled."description__3_0_0") IS DISTINCT FROM (CASE WHEN filled."description" IS NULL THEN '{}'::text[] ELSE ARRAY[filled."description"] END) LIMIT 1
-- migrator: lock-timeout = 400ms

UPDATE "public"."products" AS filled
  SET "description__3_0_0" = CASE WHEN filled."description" IS NULL THEN '{}'::text[] ELSE ARRAY[filled."description"] END
  WHERE filled."id" >= {from} AND filled."id" <= {to} AND (filled."description__3_0_0") IS DISTINCT FROM (CASE WHEN filled."description" IS NULL THEN '{}'::text[] ELSE ARRAY[filled."description"] END);
