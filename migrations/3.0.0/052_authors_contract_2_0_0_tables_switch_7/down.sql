-- migrator: rollback = instant

ALTER INDEX "reviews_author_id_idx" RENAME TO "reviews_reviewer_id_idx";

ALTER TABLE "reviews" RENAME CONSTRAINT "reviews_author_id_fkey" TO "reviews_reviewer_id_fkey";

ALTER TABLE "reviews" RENAME COLUMN "helpful_count" TO "helpful_count__3_0_0";

ALTER TABLE "reviews" RENAME COLUMN "language" TO "language__3_0_0";

ALTER TABLE "reviews" RENAME COLUMN "author_id" TO "reviewer_id";
