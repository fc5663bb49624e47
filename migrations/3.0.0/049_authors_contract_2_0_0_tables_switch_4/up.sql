-- migrator: phase = contract
-- migrator: ends = 2.0.0

ALTER TABLE "products" RENAME COLUMN "launched_on" TO "released_on";

ALTER TABLE "products" RENAME COLUMN "description__3_0_0" TO "description";
