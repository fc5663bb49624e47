-- rename table, rename table, rename columns and keys, rename table, rename columns and keys, rename columns and keys, rename columns and keys

-- ======== 1 migrationDraft (the change): rollback instant
-- ---- up.sql
ALTER TABLE "Seller" RENAME TO "Seller__old";

-- ---- down.sql
-- migrator: rollback = instant

ALTER TABLE "Seller__old" RENAME TO "Seller";

-- ======== 2 migrationDraft switch_2: rollback instant
-- ---- up.sql
ALTER TABLE "Buyer" RENAME TO "Seller";

ALTER INDEX "Buyer_pkey" RENAME TO "Seller_pkey__new";

ALTER INDEX "Buyer_name_key" RENAME TO "Seller_name_key";

ALTER SEQUENCE IF EXISTS "Buyer_id_seq" RENAME TO "Seller_id_seq__new";

-- ---- down.sql
-- migrator: rollback = instant

ALTER SEQUENCE IF EXISTS "Seller_id_seq__new" RENAME TO "Buyer_id_seq";

ALTER INDEX "Seller_name_key" RENAME TO "Buyer_name_key";

ALTER INDEX "Seller_pkey__new" RENAME TO "Buyer_pkey";

ALTER TABLE "Seller" RENAME TO "Buyer";

-- ======== 3 migrationDraft switch_3: rollback instant
-- ---- up.sql
ALTER TABLE "Seller__old" RENAME TO "Buyer";

ALTER INDEX "Seller_pkey" RENAME TO "Buyer_pkey__new";

ALTER SEQUENCE IF EXISTS "Seller_id_seq" RENAME TO "Buyer_id_seq__new";

-- ---- down.sql
-- migrator: rollback = instant

ALTER SEQUENCE IF EXISTS "Buyer_id_seq__new" RENAME TO "Seller_id_seq";

ALTER INDEX "Buyer_pkey__new" RENAME TO "Seller_pkey";

ALTER TABLE "Buyer" RENAME TO "Seller__old";

-- ======== 4 migrationDraft switch_4: rollback instant
-- ---- up.sql
ALTER INDEX "Seller_pkey__new" RENAME TO "Seller_pkey";

ALTER SEQUENCE IF EXISTS "Seller_id_seq__new" RENAME TO "Seller_id_seq";

-- ---- down.sql
-- migrator: rollback = instant

ALTER SEQUENCE IF EXISTS "Seller_id_seq" RENAME TO "Seller_id_seq__new";

ALTER INDEX "Seller_pkey" RENAME TO "Seller_pkey__new";

-- ======== 5 migrationDraft switch_5: rollback instant
-- ---- up.sql
ALTER INDEX "Buyer_pkey__new" RENAME TO "Buyer_pkey";

ALTER SEQUENCE IF EXISTS "Buyer_id_seq__new" RENAME TO "Buyer_id_seq";

-- ---- down.sql
-- migrator: rollback = instant

ALTER SEQUENCE IF EXISTS "Buyer_id_seq" RENAME TO "Buyer_id_seq__new";

ALTER INDEX "Buyer_pkey" RENAME TO "Buyer_pkey__new";
