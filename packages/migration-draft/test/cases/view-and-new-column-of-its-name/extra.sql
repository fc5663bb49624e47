CREATE VIEW purchase_all AS SELECT * FROM "Purchase";
