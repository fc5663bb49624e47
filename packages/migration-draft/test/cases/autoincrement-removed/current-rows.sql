INSERT INTO "Page" ("id", "number") VALUES (5001, 7000), (5002, -3);
