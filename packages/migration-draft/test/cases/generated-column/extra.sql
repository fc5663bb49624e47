ALTER TABLE "Purchase" ADD COLUMN gross bigint GENERATED ALWAYS AS (amount::bigint + tax) STORED;
ALTER TABLE "Purchase" ADD COLUMN whole_name text GENERATED ALWAYS AS (first || ' ' || last) STORED;
CREATE INDEX purchase_gross ON "Purchase" (gross);
