import { hash } from 'node:crypto';
import { SchemaServiceError } from '@schema-service/errors';
import type { Hook } from '../hooks/read-hooks.ts';
import type { MigrationDirection } from '../tracking/applied-migration.ts';
import type { MigrationPlan } from './migration-plan.ts';

/** A plan that somebody can look at, approve, and have carried out as it is. */
export interface ApprovedPlan {
  readonly kind: 'approvedPlan';
  /** SHA-256 of all below: whoever approves a plan approves this. */
  readonly digest: string;
  readonly direction: MigrationDirection;
  readonly currentVersion: string | null;
  readonly targetVersion: string | null;
  readonly steps: readonly ApprovedStep[];
  /** Repeatable scripts that run behind them; left out where there are none. */
  readonly repeatables?: readonly ApprovedScript[];
  /** Hooks around them; left out where there are none. */
  readonly hooks?: readonly ApprovedScript[];
}

interface ApprovedScript {
  readonly name: string;
  /** SHA-256 of the script. */
  readonly checksum: string;
}

interface ApprovedStep {
  readonly migration: string;
  readonly version: string;
  readonly direction: MigrationDirection;
  /** SHA-256 of the script. */
  readonly checksum: string;
  /** Statements that an earlier attempt has done. */
  readonly statementsDone: number;
}

/** What is approved of a plan. Pure. */
export function approvedPlan(plan: MigrationPlan): ApprovedPlan {
  const { direction, currentVersion, targetVersion } = plan;
  const steps = plan.steps.map(
    ({ migration, script, direction: way, statementsDone }): ApprovedStep => ({
      migration: migration.id,
      version: migration.version,
      direction: way,
      checksum: script.checksum,
      statementsDone,
    }),
  );
  const repeatables = plan.repeatables?.map(({ repeatable: { name, script } }) => ({
    name,
    checksum: script.checksum,
  }));
  return withDigest({
    ...{ direction, currentVersion, targetVersion, steps },
    ...(repeatables ? { repeatables } : {}),
    ...(plan.hooks ? { hooks: Object.values(plan.hooks).map(approvedHook) } : {}),
  });
}

const approvedHook = ({ name, script }: Hook): ApprovedScript => ({
  name,
  checksum: script.checksum,
});

function withDigest({
  direction,
  currentVersion,
  targetVersion,
  steps,
  repeatables,
  hooks,
}: Omit<ApprovedPlan, 'kind' | 'digest'>): ApprovedPlan {
  const words = steps.map((step) => [
    ...[step.migration, step.version, step.direction, step.checksum, step.statementsDone],
  ]);
  const pairs = (scripts: readonly ApprovedScript[] = []) =>
    scripts.map(({ name, checksum }) => [name, checksum]);
  const scripts = [pairs(repeatables), pairs(hooks)];
  const text = JSON.stringify([direction, currentVersion, targetVersion, words, ...scripts]);
  const digest = hash('sha256', text);
  const rest = { ...(repeatables ? { repeatables } : {}), ...(hooks ? { hooks } : {}) };
  return { kind: 'approvedPlan', digest, direction, currentVersion, targetVersion, steps, ...rest };
}

/**
 * Reads the text of a plan.
 *
 * @throws SchemaServiceError MIGRATION_PLAN_INVALID for anything that {@link approvedPlan} did not make
 */
export function parseApprovedPlan(text: string): ApprovedPlan {
  try {
    const given = JSON.parse(text) as ApprovedPlan;
    const { digest } = withDigest(given);
    if (given.kind !== 'approvedPlan' || given.digest !== digest) throw new Error('other digest');
    return given;
  } catch (cause) {
    throw new SchemaServiceError(
      {
        code: 'MIGRATION_PLAN_INVALID',
        message: 'The file is no plan, or was edited.',
        why: 'Its digest is not that of what it says.',
        fix: 'Write it again, and have that approved: schema-migrator plan --out FILE',
      },
      { cause },
    );
  }
}

/**
 * Refuses a plan that is not the approved one, or the rest of it: what is left when a part of it is done.
 *
 * @throws SchemaServiceError MIGRATION_PLAN_CHANGED
 */
export function refuseOtherPlan(plan: MigrationPlan, approved: ApprovedPlan | undefined): void {
  if (!approved) return;
  const now = approvedPlan(plan);
  const rest = now.steps.length === 0 ? [] : approved.steps.slice(-now.steps.length);
  const isRest =
    now.direction === approved.direction &&
    now.targetVersion === approved.targetVersion &&
    (now.steps.length < approved.steps.length || now.currentVersion === approved.currentVersion) &&
    rest.length === now.steps.length &&
    now.steps.every((step, index) => isSame(step, rest[index])) &&
    scriptsOf(now).every((script) => scriptsOf(approved).includes(script)) &&
    (isDone(now) || JSON.stringify(now.hooks) === JSON.stringify(approved.hooks));
  if (isRest) return;
  const names = ({ steps, repeatables = [] }: ApprovedPlan): string =>
    [
      ...steps.map(({ version, migration }) => `${version}/${migration}`),
      ...repeatables.map(({ name }) => `repeatable/${name}`),
    ].join(', ') || 'nothing';
  throw new SchemaServiceError({
    code: 'MIGRATION_PLAN_CHANGED',
    message: 'What would be done is not what was approved.',
    why: `Approved: ${names(approved)}. Now: ${names(now)}${names(approved) === names(now) ? ', with other scripts or from another version' : ''}.`,
    fix: 'Write the plan again, and have it approved: schema-migrator plan --out FILE',
    meta: { approved: approved.digest, now: now.digest },
  });
}

const isDone = ({ steps, repeatables = [] }: ApprovedPlan): boolean =>
  steps.length + repeatables.length === 0;

const scriptsOf = ({ repeatables = [] }: ApprovedPlan): readonly string[] =>
  repeatables.map(({ name, checksum }) => `${name} ${checksum}`);

/** A later attempt may have more of it behind it. */
function isSame(now: ApprovedStep, approved: ApprovedStep | undefined): boolean {
  return (
    approved !== undefined &&
    now.migration === approved.migration &&
    now.version === approved.version &&
    now.direction === approved.direction &&
    now.checksum === approved.checksum &&
    now.statementsDone >= approved.statementsDone
  );
}
