-- migrator: rollback = instant

ALTER TABLE "products" RENAME COLUMN "description" TO "description__3_0_0";

ALTER TABLE "products" RENAME COLUMN "released_on" TO "launched_on";
