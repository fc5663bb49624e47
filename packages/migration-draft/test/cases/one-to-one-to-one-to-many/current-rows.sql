INSERT INTO "Owner" DEFAULT VALUES; INSERT INTO "Pet" ("ownerId") SELECT max(id) FROM "Owner";
