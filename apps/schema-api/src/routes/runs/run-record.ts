import type { RunEvent as ContractEvent, Run as ContractRun } from '@schema-service/api-contract';
import type { Run, RunEvent } from '@schema-service/catalog';
import { SchemaServiceError } from '@schema-service/errors';

/** A run as it is answered. */
export function runRecord(run: Run): ContractRun {
  const { kind: _, runKind, rolloutId, startedByToken: _token, ledgerMark: _mark, ...rest } = run;
  const { options: _options, fromVersion: _from, plan, result, error, ...shown } = rest;
  return {
    ...shown,
    kind: runKind,
    rollout: rolloutId,
    plan: plan ? { ...plan, steps: [...plan.steps] } : null,
    result: result ? { ...result, migrations: [...result.migrations] } : null,
    error: error ? { ...error } : null,
  } as ContractRun;
}

export function eventRecordOf({ seq, at, event }: RunEvent): ContractEvent {
  return { seq, at, event };
}

export function runNotFound(id: string): SchemaServiceError {
  return new SchemaServiceError({
    code: 'RUN_NOT_FOUND',
    message: `There is no run ${id}.`,
    fix: 'GET /runs lists them.',
    meta: { run: id },
  });
}
