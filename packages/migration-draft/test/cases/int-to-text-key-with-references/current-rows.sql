INSERT INTO "Country" (code) VALUES ('500'), ('-7');
INSERT INTO "City" ("countryCode") VALUES ('500');
INSERT INTO "Capital" ("countryCode") VALUES ('-7');
