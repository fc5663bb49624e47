INSERT INTO "Part" (number) VALUES ('1'), ('20'), ('300');
