import type { History } from '../tracking/history.ts';
import { type OrderedRepeatable, withDependents } from './order-repeatables.ts';
import type { RepeatableRecord } from './repeatable-records.ts';

/** Why a repeatable script is run: it never was, it says something else now, migrations were taken back since, its view is gone, or one that it names runs. */
export type RepeatableReason = 'new' | 'changed' | 'afterDown' | 'missing' | 'dependsOn';

/** A repeatable script that is to run. */
export interface RepeatableStep {
  readonly kind: 'repeatableStep';
  readonly repeatable: OrderedRepeatable;
  readonly reason: RepeatableReason;
}

export interface FoundBeside {
  /** Names of scripts whose views are not there. */
  readonly missing: ReadonlySet<string>;
  /** Whether they run behind migrations that are taken back. */
  readonly isBack?: boolean;
}

/**
 * What of the repeatable scripts has to run, in order. Pure.
 *
 * @param found what the database and the plan say beside
 */
export function planRepeatables(
  files: readonly OrderedRepeatable[],
  records: readonly RepeatableRecord[],
  { rows }: History,
  { missing, isBack = false }: FoundBeside,
): readonly RepeatableStep[] {
  const lastDown = Math.max(
    0,
    ...rows
      .filter(({ status }) => status === 'rolled_back')
      .map(({ finishedAt }) => finishedAt?.getTime() ?? 0),
  );
  const reasons = new Map<string, RepeatableReason>();
  for (const { name, script } of files) {
    const record = records.findLast((one) => one.name === name && one.error === null);
    if (!record) reasons.set(name, 'new');
    else if (record.checksum !== script.checksum) reasons.set(name, 'changed');
    else if (isBack || record.ranAt.getTime() < lastDown) reasons.set(name, 'afterDown');
    else if (missing.has(name)) reasons.set(name, 'missing');
  }
  const all = withDependents(files, new Set(reasons.keys()));
  return files
    .filter(({ name }) => all.has(name))
    .map((repeatable) => ({
      kind: 'repeatableStep',
      repeatable,
      reason: reasons.get(repeatable.name) ?? 'dependsOn',
    }));
}
