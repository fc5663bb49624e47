-- migrator: phase = fill
-- migrator: batches = "public"."product_listings" by "product_id", "source_id"
-- migrator: verify = SELECT 1 FROM "public"."product_listings" AS filled WHERE (filled."url__3_0_0") IS DISTINCT FROM (filled."url") LIMIT 1
-- migrator: lock-timeout = 400ms

UPDATE "public"."product_listings" AS filled
  SET "url__3_0_0" = filled."url"
  WHERE (filled."product_id", filled."source_id") >= ({from}) AND (filled."product_id", filled."source_id") <= ({to}) AND (filled."url__3_0_0") IS DISTINCT FROM (filled."url");
