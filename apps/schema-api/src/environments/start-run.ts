import type { RunRequest } from '@schema-service/api-contract';
import type { ChangeOrigin, Enqueue, NewRun, Run, RunStore } from '@schema-service/catalog';
import { SchemaServiceError } from '@schema-service/errors';
import type { CatalogSource } from './catalog-source.ts';
import type { EnvironmentConfiguration, Environments } from './environment-config.ts';
import { openEnvironment } from './environment-database.ts';
import { environmentUnknown } from './environment-error.ts';
import { lineOf, readGoal } from './run-goal.ts';
import { nextOpening } from './windows.ts';

const runKinds: Readonly<Record<Run['direction'], NewRun['runKind']>> = {
  up: 'migration',
  down: 'rollback',
  retry: 'retry',
  contract: 'contract',
  abandon: 'abandon',
  adopt: 'adopt',
};

/** What it takes to start runs. */
export interface RunStarter {
  readonly runs: RunStore;
  readonly environments: Environments;
  readonly sourceFor: CatalogSource;
  readonly enqueue: Enqueue;
}

/** What is asked for, and on which grounds. */
export interface StartOptions {
  readonly retryOf?: string;
  readonly idempotencyKey?: string;
}

/** @throws SchemaServiceError ENVIRONMENT_UNKNOWN */
export function findEnvironment(
  environments: Environments,
  name: string,
): EnvironmentConfiguration {
  const environment = environments.get(name);
  if (!environment) throw environmentUnknown(name);
  return environment;
}

/**
 * Plans a run, holds it against the policy of the environment, and puts it into the queue. What is
 * planned here is what the worker may do.
 *
 * @throws SchemaServiceError what the migrator refuses; REQUEST_INVALID, RUN_PLAN_CHANGED, RUN_DOWN_NOT_ALLOWED,
 *   RUN_IN_PROGRESS
 */
export async function startRun(
  { runs, environments, sourceFor, enqueue }: RunStarter,
  name: string,
  { to, direction = 'up', version, dryRun = false, plan: digest, options = {} }: RunRequest,
  origin: ChangeOrigin,
  { retryOf, idempotencyKey }: StartOptions = {},
): Promise<Run> {
  const environment = findEnvironment(environments, name);
  const { policy } = environment;
  const goal = readGoal({ direction, to, version }, options);
  const database = await openEnvironment(environment, sourceFor, lineOf(goal));
  // Who uses a version is asked when it begins: then it is over, or the run says who does.
  const { plan, isIdle } = await database.plan(goal, options, { evenIfUsed: true });
  if (digest !== undefined && digest !== plan.digest) throw otherPlan(name, digest, plan.digest);
  const goesDown =
    direction === 'down' ||
    direction === 'abandon' ||
    plan.steps.some((step) => step.direction === 'down');
  if (goesDown && !policy.allowDown && !dryRun) throw downNotAllowed(name);
  const now = new Date();
  const opens = dryRun ? now : nextOpening(policy.windows, now);
  // A worker that takes an abandon over goes on to where it was planned to go.
  const target = direction === 'abandon' ? (plan.targetVersion ?? undefined) : to;
  const run: NewRun = {
    environment: name,
    runKind: retryOf === undefined ? runKinds[direction] : 'retry',
    ...{ direction, dryRun, options, plan },
    ...(target === undefined ? {} : { to: target }),
    ...(version === undefined ? {} : { version }),
    needsApproval: policy.approval && !dryRun && !isIdle,
    ...(opens > now ? { notBefore: opens } : {}),
    ...(retryOf === undefined ? {} : { retryOf }),
    ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
  };
  return runs.create(run, origin, enqueue);
}

function otherPlan(environment: string, given: string, current: string): SchemaServiceError {
  return new SchemaServiceError({
    code: 'RUN_PLAN_CHANGED',
    message: `The plan for ${environment} is another one by now.`,
    why: 'The database or the releases have changed since that plan was made.',
    fix: `Look at it again: GET /environments/${environment}/plan`,
    meta: { environment, given, current },
  });
}

function downNotAllowed(environment: string): SchemaServiceError {
  return new SchemaServiceError({
    code: 'RUN_DOWN_NOT_ALLOWED',
    message: `${environment} does not go down.`,
    why: 'The policy of the environment says so.',
    fix: 'Go forward with a new migration, or let the configuration say "allowDown": true.',
    meta: { environment },
  });
}
