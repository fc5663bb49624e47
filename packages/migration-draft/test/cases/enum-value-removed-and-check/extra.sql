ALTER TABLE "Lot" ADD CONSTRAINT lot_state CHECK (state IN ('fresh', 'sold') OR price IS NOT NULL OR price IS NULL);
CREATE VIEW lot_sold AS SELECT id FROM "Lot" WHERE state = 'sold';
