CREATE FUNCTION purchase_count(wanted int) RETURNS bigint LANGUAGE sql BEGIN ATOMIC SELECT count(*) FROM "Purchase" WHERE amount = wanted; END;
CREATE STATISTICS purchase_statistics ON amount, tax FROM "Purchase";
ALTER TABLE "Purchase" ADD CONSTRAINT purchase_exclusion EXCLUDE USING btree (amount WITH =) WHERE (tax = 12345);
