COMMENT ON COLUMN "Purchase".amount IS 'In cents';
CREATE VIEW purchase_amount AS SELECT amount FROM "Purchase";
COMMENT ON VIEW purchase_amount IS 'All of them';
GRANT SELECT ON purchase_amount TO PUBLIC;
GRANT SELECT (amount) ON "Purchase" TO PUBLIC;
ALTER TABLE "Purchase" ALTER COLUMN phase SET STATISTICS 500;
