-- migrator: phase = fill
-- migrator: batches = "public"."reviews" by "id"
-- migrator: verify = SELECT 1 FROM "public"."reviews" AS filled WHERE (filled."language__3_0_0") IS DISTINCT FROM (coalesce(filled."language", 'und')) OR (filled."helpful_count__3_0_0") IS DISTINCT FROM (filled."helpful_count"::BIGINT) OR filled."word_count" IS NULL LIMIT 1
-- migrator: lock-timeout = 400ms

UPDATE "public"."reviews" AS filled
  SET "language__3_0_0" = coalesce(filled."language", 'und'),
    "helpful_count__3_0_0" = filled."helpful_count"::BIGINT
  WHERE filled."id" >= {from} AND filled."id" <= {to} AND ((filled."language__3_0_0") IS DISTINCT FROM (coalesce(filled."language", 'und')) OR (filled."helpful_count__3_0_0") IS DISTINCT FROM (filled."helpful_count"::BIGINT));

UPDATE "public"."reviews" AS filled
  SET "word_count" = coalesce(array_length(regexp_split_to_array(nullif(trim(filled."content"), ''), '\s+'), 1), 0)
  WHERE filled."id" >= {from} AND filled."id" <= {to} AND filled."word_count" IS NULL;
