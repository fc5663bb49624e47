INSERT INTO "Country" (code) VALUES ('1'), ('20'), ('300');
INSERT INTO "City" ("countryCode") VALUES ('1'), ('1'), ('300');
INSERT INTO "Capital" ("countryCode") VALUES ('20');
