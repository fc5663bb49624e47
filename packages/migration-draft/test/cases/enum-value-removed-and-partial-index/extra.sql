CREATE INDEX lot_open ON "Lot" (price) WHERE state = 'fresh';
CREATE INDEX lot_gone ON "Lot" (price) WHERE state = 'gone';
