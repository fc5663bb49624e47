-- migrator: rollback = instant

CREATE TYPE "alert_severity" AS ENUM ('info', 'warning', 'critical');
