-- Loses every company and profile, and which company makes which product.

-- Its foreign key and index go with the column.
ALTER TABLE products DROP COLUMN company_id;

DROP TABLE company_profiles;

DROP TABLE companies;

DROP TYPE company_size;
