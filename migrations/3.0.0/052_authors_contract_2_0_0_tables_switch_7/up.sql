-- migrator: phase = contract
-- migrator: ends = 2.0.0

ALTER TABLE "reviews" RENAME COLUMN "reviewer_id" TO "author_id";

ALTER TABLE "reviews" RENAME COLUMN "language__3_0_0" TO "language";

ALTER TABLE "reviews" RENAME COLUMN "helpful_count__3_0_0" TO "helpful_count";

ALTER TABLE "reviews" RENAME CONSTRAINT "reviews_reviewer_id_fkey" TO "reviews_author_id_fkey";

ALTER INDEX "reviews_reviewer_id_idx" RENAME TO "reviews_author_id_idx";
