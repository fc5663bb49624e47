-- Loses every collection run, monitor and alert.

DROP TABLE alerts;

DROP TABLE monitors;

DROP TABLE collection_runs;

DROP TYPE notification_channel;

DROP TYPE alert_severity;

DROP TYPE monitor_condition;

DROP TYPE monitor_metric;

DROP TYPE run_status;
