INSERT INTO "Reader" ("id", "email", "uid") VALUES (5001, 'one@example.com', gen_random_uuid()), (5002, 'two@example.com', gen_random_uuid());
INSERT INTO "Loan" ("readerUid") SELECT "uid" FROM "Reader";
INSERT INTO "Loan" ("readerUid") VALUES (NULL);
