import type { LintLock, LockDuration, LockMode } from '../lint-finding.ts';
import { format, type RelationName } from '../sql/relation-name.ts';

/** A lock that a statement takes on a table that older versions made. */
export interface TableLock {
  readonly table: RelationName;
  readonly mode: LockMode;
  readonly duration: LockDuration;
}

const BLOCKS: Readonly<Record<LockMode, LintLock['blocks']>> = {
  'SHARE UPDATE EXCLUSIVE': 'schema changes',
  SHARE: 'writes',
  'SHARE ROW EXCLUSIVE': 'writes',
  EXCLUSIVE: 'writes',
  'ACCESS EXCLUSIVE': 'reads and writes',
};

/** A lock as a finding tells it. */
export function lockOn(table: RelationName, mode: LockMode, duration: LockDuration): LintLock {
  return { mode, table: format(table), blocks: BLOCKS[mode], duration };
}

/** Whether clients notice it. */
export const stopsTraffic = ({ mode }: TableLock): boolean => mode !== 'SHARE UPDATE EXCLUSIVE';

const MODES = Object.keys(BLOCKS);
const DURATIONS: readonly LockDuration[] = [
  'instant',
  'a scan of every row',
  'a rewrite of every row',
];

/** The stronger mode and the longer duration: a statement takes all of its locks before it works. */
export function strongest(one: TableLock, other: TableLock): TableLock {
  return {
    table: one.table,
    mode: MODES.indexOf(one.mode) < MODES.indexOf(other.mode) ? other.mode : one.mode,
    duration:
      DURATIONS.indexOf(one.duration) < DURATIONS.indexOf(other.duration)
        ? other.duration
        : one.duration,
  };
}
