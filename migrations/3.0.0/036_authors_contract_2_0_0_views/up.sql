-- migrator: phase = contract
-- migrator: ends = 2.0.0
--
-- The views of 2.0.0.

DROP SCHEMA IF EXISTS "db_2_0_0" CASCADE;
