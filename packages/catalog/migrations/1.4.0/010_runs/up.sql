-- A run of the migrator in one environment. The environment's connection is configuration of the server, and is not here.
CREATE TABLE schema_catalog.run (
  id                bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  environment       text NOT NULL,
  kind              text NOT NULL CHECK (kind IN ('migration', 'rollback', 'retry')),
  direction         text NOT NULL CHECK (direction IN ('up', 'down', 'retry')),
  -- The version to go to; without one as far as it goes.
  target            text,
  dry_run           boolean NOT NULL DEFAULT false,
  -- What the migrator is allowed, as it was asked for.
  options           json NOT NULL DEFAULT '{}',
  status            text NOT NULL DEFAULT 'pending'
                    CHECK (status IN ('pending', 'running', 'success', 'failed', 'cancelled')),
  waiting_for       text CHECK (waiting_for IN ('approval', 'window')),
  not_before        timestamptz,
  -- The steps that it may do, and their digest; none where it plans when it begins.
  plan              json,
  plan_digest       text,
  started_by        text NOT NULL,
  started_by_token  uuid,
  approved_by       text,
  approved_by_token uuid,
  approved_at       timestamptz,
  cancelled_by      text,
  cancel_asked_at   timestamptz,
  retry_of          bigint REFERENCES schema_catalog.run (id),
  rollout_id        bigint,
  idempotency_key   text,
  -- Who works on it: a new claim makes every earlier one void.
  claim             uuid,
  worker            text,
  heartbeat_at      timestamptz,
  attempts          integer NOT NULL DEFAULT 0,
  -- The last row of the environment's ledger before the run: what follows is its own.
  ledger_mark       bigint,
  from_version      text,
  result            json,
  error             json,
  created_at        timestamptz NOT NULL DEFAULT clock_timestamp(),
  started_at        timestamptz,
  finished_at       timestamptz,
  CHECK ((status = 'running') = (claim IS NOT NULL)),
  CHECK ((status IN ('success', 'failed', 'cancelled')) = (finished_at IS NOT NULL))
);

-- One run at a time in an environment. A dry run changes nothing and stands in nobody's way.
CREATE UNIQUE INDEX run_one_at_a_time ON schema_catalog.run (environment)
  WHERE status IN ('pending', 'running') AND NOT dry_run;
CREATE INDEX run_open ON schema_catalog.run (status) WHERE status IN ('pending', 'running');
CREATE INDEX run_of_environment ON schema_catalog.run (environment, id);
CREATE INDEX run_of_rollout ON schema_catalog.run (rollout_id) WHERE rollout_id IS NOT NULL;
CREATE UNIQUE INDEX run_idempotency
  ON schema_catalog.run (coalesce(started_by_token::text, started_by), idempotency_key)
  WHERE idempotency_key IS NOT NULL;

-- What happens in a run, in order.
CREATE TABLE schema_catalog.run_event (
  run_id bigint NOT NULL REFERENCES schema_catalog.run (id),
  -- From 1, without gaps.
  seq    integer NOT NULL,
  at     timestamptz NOT NULL DEFAULT clock_timestamp(),
  -- With its "kind", its parts in their order.
  event  json NOT NULL,
  PRIMARY KEY (run_id, seq)
);
CREATE TRIGGER refuse_rewriting BEFORE UPDATE OR DELETE OR TRUNCATE ON schema_catalog.run_event
  FOR EACH STATEMENT EXECUTE FUNCTION schema_catalog.refuse_rewriting();

-- Heard once the transaction is committed: there is something new of these runs.
CREATE FUNCTION schema_catalog.announce_run_events() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('schema_catalog_run', json_build_object('id', run_id::text, 'kind', 'run')::text)
  FROM (SELECT DISTINCT run_id FROM added) AS runs;
  RETURN NULL;
END $$;
CREATE TRIGGER announce_run_events AFTER INSERT ON schema_catalog.run_event
  REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION schema_catalog.announce_run_events();

-- One version for a group of environments, stage by stage.
CREATE TABLE schema_catalog.rollout (
  id               bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  group_name       text NOT NULL,
  target           text NOT NULL,
  -- The number of environments of each stage, in their order.
  stages           integer[] NOT NULL,
  concurrency      integer NOT NULL CHECK (concurrency > 0),
  -- How many environments may fail before it stops by itself.
  failure_budget   integer NOT NULL CHECK (failure_budget >= 0),
  pause_ms         bigint NOT NULL DEFAULT 0 CHECK (pause_ms >= 0),
  status           text NOT NULL DEFAULT 'running'
                   CHECK (status IN ('running', 'stopped', 'success', 'failed', 'cancelled')),
  stage            integer NOT NULL DEFAULT 0,
  -- The pause before the stage ends then.
  stage_not_before timestamptz,
  started_by       text NOT NULL,
  started_by_token uuid,
  created_at       timestamptz NOT NULL DEFAULT clock_timestamp(),
  finished_at      timestamptz
);
CREATE UNIQUE INDEX rollout_one_at_a_time ON schema_catalog.rollout (group_name)
  WHERE status IN ('running', 'stopped');
ALTER TABLE schema_catalog.run ADD FOREIGN KEY (rollout_id) REFERENCES schema_catalog.rollout (id);

CREATE TABLE schema_catalog.rollout_environment (
  rollout_id  bigint NOT NULL REFERENCES schema_catalog.rollout (id),
  position    integer NOT NULL,
  environment text NOT NULL,
  stage       integer NOT NULL,
  status      text NOT NULL DEFAULT 'waiting'
              CHECK (status IN ('waiting', 'running', 'success', 'failed', 'cancelled')),
  run_id      bigint REFERENCES schema_catalog.run (id),
  error       json,
  PRIMARY KEY (rollout_id, position)
);
CREATE INDEX rollout_environment_by_status
  ON schema_catalog.rollout_environment (rollout_id, status, position);
CREATE INDEX rollout_environment_of_run
  ON schema_catalog.rollout_environment (run_id) WHERE run_id IS NOT NULL;
