CREATE VIEW purchase_amounts AS SELECT id, amount FROM "Purchase";
CREATE VIEW purchase_phases AS SELECT id, phase FROM "Purchase";
