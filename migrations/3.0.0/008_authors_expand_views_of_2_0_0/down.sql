-- migrator: rollback = instant
--
-- The views stay: clients of 2.0.0 use them.

SELECT 1;
