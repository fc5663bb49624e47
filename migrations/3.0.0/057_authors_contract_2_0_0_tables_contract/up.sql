-- migrator: phase = contract
-- migrator: ends = 2.0.0

-- Last, because nothing brings back what is dropped.

DROP TYPE "alert_severity";
