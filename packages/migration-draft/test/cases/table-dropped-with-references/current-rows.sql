INSERT INTO "Crate" (id, "depotId") SELECT 1000, max("depotId") FROM "Crate"; INSERT INTO "Dock" (id) VALUES (1000);
