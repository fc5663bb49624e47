CREATE VIEW "PurchaseSum" AS SELECT id, amount FROM "Purchase";
