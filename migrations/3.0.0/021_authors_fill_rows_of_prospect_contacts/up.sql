-- migrator: phase = fill
-- migrator: batches = "public"."prospect_contacts" by "id"
-- migrator: verify = SELECT 1 FROM "public"."prospect_contacts" AS filled WHERE (filled."job_title__3_0_0") IS DISTINCT FROM (filled."job_title"::VARCHAR(300)) LIMIT 1
-- migrator: lock-timeout = 400ms

UPDATE "public"."prospect_contacts" AS filled
  SET "job_title__3_0_0" = filled."job_title"::VARCHAR(300)
  WHERE filled."id" >= {from} AND filled."id" <= {to} AND (filled."job_title__3_0_0") IS DISTINCT FROM (filled."job_title"::VARCHAR(300));
