INSERT INTO "Page_now" ("id_now", "number_now") VALUES (5001, 7000), (5002, -3);
