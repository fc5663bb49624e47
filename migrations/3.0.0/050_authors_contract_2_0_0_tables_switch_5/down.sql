-- migrator: rollback = instant

ALTER TABLE "product_listings" RENAME COLUMN "url" TO "url__3_0_0";
