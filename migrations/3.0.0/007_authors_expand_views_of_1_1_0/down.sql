-- migrator: rollback = instant
--
-- The views stay: clients of 1.1.0 use them.

SELECT 1;
