INSERT INTO "Line" VALUES ('1', 1, 'a'), ('1', 2, 'b'), ('20', 1, NULL);
