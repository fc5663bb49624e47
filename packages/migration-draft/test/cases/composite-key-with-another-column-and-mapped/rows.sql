INSERT INTO "Route" ("from", "to") VALUES ('a', 'b'), ('a', 'c'), ('b', 'c');
INSERT INTO "Stop" (id, "from", "to") VALUES (1, 'a', 'b'), (2, 'a', 'b'), (3, 'b', 'c');
