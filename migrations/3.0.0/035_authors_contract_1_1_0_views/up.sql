-- migrator: phase = contract
-- migrator: ends = 1.1.0
--
-- The views of 1.1.0.

DROP SCHEMA IF EXISTS "db_1_1_0" CASCADE;
