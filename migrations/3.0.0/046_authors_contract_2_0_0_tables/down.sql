-- migrator: rollback = instant

ALTER INDEX "authors_source_id_external_id_key" RENAME TO "reviewers_source_id_external_id_key";

ALTER INDEX "authors_pkey" RENAME TO "reviewers_pkey";

ALTER TABLE "authors" RENAME CONSTRAINT "authors_source_id_fkey" TO "reviewers_source_id_fkey";

ALTER TABLE "authors" RENAME TO "reviewers";
