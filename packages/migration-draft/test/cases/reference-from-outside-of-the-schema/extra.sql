CREATE TABLE receipt (id int PRIMARY KEY, purchase int REFERENCES "Purchase" (id));
