-- Loses every source, category, product and listing.

DROP TABLE product_listings;

DROP TABLE _product_categories;

DROP TABLE products;

DROP TABLE categories;

DROP TABLE sources;

DROP TYPE source_kind;
