-- migrator: phase = contract
-- migrator: ends = 2.0.0

ALTER TABLE "product_listings" RENAME COLUMN "url__3_0_0" TO "url";
