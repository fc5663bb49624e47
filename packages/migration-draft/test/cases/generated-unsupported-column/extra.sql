ALTER TABLE "Essay" DROP COLUMN search;
ALTER TABLE "Essay" ADD COLUMN search tsvector GENERATED ALWAYS AS (to_tsvector('simple', title)) STORED;
CREATE INDEX "Essay_search_idx" ON "Essay" USING gin (search);
