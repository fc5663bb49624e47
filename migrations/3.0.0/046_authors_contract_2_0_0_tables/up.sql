-- migrator: phase = contract
-- migrator: ends = 2.0.0

ALTER TABLE "reviewers" RENAME TO "authors";

ALTER TABLE "authors" RENAME CONSTRAINT "reviewers_source_id_fkey" TO "authors_source_id_fkey";

ALTER INDEX "reviewers_pkey" RENAME TO "authors_pkey";

ALTER INDEX "reviewers_source_id_external_id_key" RENAME TO "authors_source_id_external_id_key";
