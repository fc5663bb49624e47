import type { MigrationDraft } from '../migration-draft.ts';
import { type Operation, type Part, type Stage, type Statement, stages } from '../operation.ts';
import { renderScript } from './render-script.ts';

const suffixes: Readonly<Record<Stage, string>> = {
  values: 'values',
  expand: 'expand',
  fill: 'fill',
  index: 'indexes',
  constrain: 'constrain',
  refill: 'refill',
  validate: 'validate',
  switch: 'switch',
  reindex: 'switched_indexes',
  relink: 'switched_keys',
  revalidate: 'validate_switched',
  unindex: 'drop_indexes',
  contract: 'contract',
};

const intros: Readonly<Partial<Record<Stage, string>>> = {
  values:
    'On their own, because PostgreSQL lets nobody use a value before its transaction is over.',
  index:
    'Indexes are built while their tables are written to, which PostgreSQL does outside of transactions only.',
  validate: 'On its own, so that the locks of the migrations before are let go.',
  contract: 'Last, because nothing brings back what is dropped.',
};

/** Parts that make one migration. */
interface Group {
  readonly stage: Stage;
  readonly parts: readonly Part[];
  readonly isTransaction: boolean;
}

/** Cuts operations into migrations, at every stage and wherever a lock must be let go. Each has the down of its own parts. */
export function assembleDrafts(operations: readonly Operation[]): readonly MigrationDraft[] {
  const parts = operations.flatMap((operation) => operation.parts);
  const groups = stages.flatMap((stage) =>
    cut(
      stage,
      parts.filter((part) => part.stage === stage),
    ),
  );
  const counts = new Map<Stage, number>();
  return groups.map((group, index) => {
    const count = (counts.get(group.stage) ?? 0) + 1;
    counts.set(group.stage, count);
    const suffix = index === 0 ? '' : suffixes[group.stage];
    return draft(group, count > 1 ? `${suffixes[group.stage]}_${count}` : suffix);
  });
}

/**
 * One transaction holds the locks of one table at most: whoever holds a table
 * and waits for another makes a deadlock with a client that does it the other
 * way round. Statements that need not take effect together run one by one.
 */
function cut(stage: Stage, parts: readonly Part[]): readonly Group[] {
  if (parts.length === 0) return [];
  if (stage === 'fill' || stage === 'refill') return cutFills(stage, parts);
  const locked = new Set(parts.flatMap(({ locks }) => locks));
  const isConcurrent = parts.some((part) => part.isConcurrent);
  if (!isConcurrent && locked.size <= 1) return [{ stage, parts, isTransaction: true }];
  if (parts.every((part) => !part.isAtomic)) return [{ stage, parts, isTransaction: false }];
  const groups: Part[][] = [];
  for (const part of parts) {
    const group = groups.at(-1);
    const together = group?.flatMap(({ locks }) => locks) ?? [];
    const fits =
      part.locks.length === 0 ||
      together.length === 0 ||
      (part.locks.length === 1 && together.every((lock) => part.locks.includes(lock)));
    if (group !== undefined && fits) group.push(part);
    else groups.push([part]);
  }
  return groups.map((group) => ({ stage, parts: group, isTransaction: true }));
}

/**
 * Rows are written in ranges of one table's key in each migration; tables without a key are written as a whole.
 * New rows that others refer to lock no table, and come before those.
 */
function cutFills(stage: Stage, parts: readonly Part[]): readonly Group[] {
  const ordered = [
    ...parts.filter(({ locks }) => locks.length === 0),
    ...parts.filter(({ locks }) => locks.length > 0),
  ];
  const tables = [...new Set(ordered.map(({ locks }) => locks[0]))];
  return tables.map((table) => ({
    stage,
    parts: parts.filter(({ locks }) => locks[0] === table),
    isTransaction: true,
  }));
}

const unique = (texts: readonly (string | undefined)[]): readonly string[] => [
  ...new Set(texts.filter((text) => text !== undefined)),
];

function draft(group: Group, suffix: string): MigrationDraft {
  const { stage, parts, isTransaction } = group;
  const runs = (statements: readonly Statement[]): readonly Statement[] =>
    // A lock is for what follows it in one transaction.
    once(
      isTransaction ? statements : statements.filter(({ sql }) => !sql.startsWith('LOCK TABLE')),
    );
  const up = inOrder(stage, runs(parts.flatMap((part) => part.up)));
  const down = runs(parts.toReversed().flatMap((part) => part.down));
  const lost = unique(parts.map(({ loses }) => loses));
  const lostDown = unique(parts.map(({ losesDown }) => losesDown));
  const rollback = lost.length + lostDown.length > 0 ? 'lossy' : 'instant';
  const batches = parts.find((part) => part.batches !== undefined)?.batches;
  const alone = isTransaction ? [] : ['no-transaction'];
  const limit = (['30min', '30s'] as const).find((one) => parts.some((part) => part.limit === one));
  const limits = (way: 'up' | 'down'): readonly string[] => [
    ...(mayDeadlock(group, way) ? ['lock-timeout = 400ms'] : []),
    ...(limit === undefined ? [] : [`statement-timeout = ${limit}`]),
  ];
  const intro = intros[stage];
  return {
    kind: 'migrationDraft',
    suffix,
    up: renderScript(
      [
        ...(batches === undefined
          ? alone
          : [`batches = ${batches.table} by ${batches.by.join(', ')}`]),
        ...limits('up'),
      ],
      [
        ...(intro === undefined || suffix === '' ? [] : [intro]),
        ...lost.map((loss) => `Loses ${loss}.`),
      ],
      up,
    ),
    down: renderScript(
      [...(down.length > 0 ? [...alone, ...limits('down')] : []), `rollback = ${rollback}`],
      [
        ...lostDown.map((loss) => `Loses ${loss}.`),
        ...lost.map((loss) => `Does not bring back ${loss}.`),
        ...(down.every(({ sql }) => sql === '') ? ['There is nothing to undo.'] : []),
      ],
      down,
    ),
    rollback,
    notes: unique(parts.flatMap(({ note }) => note?.split('\n') ?? [])),
  };
}

/**
 * What reads rows beside their writers comes before what locks the table for a moment; and where they are validated, checks
 * go last: they prove a NOT NULL as long as they are there.
 */
function inOrder(stage: Stage, statements: readonly Statement[]): readonly Statement[] {
  const rank = ({ sql }: Statement): number =>
    sql.startsWith('VALIDATE')
      ? 0
      : stage === 'validate' && sql.startsWith('DROP CONSTRAINT')
        ? 2
        : 1;
  return statements.toSorted((one, other) => rank(one) - rank(other));
}

/**
 * Whether one statement, or one transaction, takes the locks of several tables,
 * or of many rows, which clients may take in another order. It then gives up
 * before PostgreSQL looks for deadlocks, which may end a client's transaction.
 */
function mayDeadlock({ stage, parts, isTransaction }: Group, way: 'up' | 'down'): boolean {
  if (stage === 'fill' || stage === 'refill') return true;
  const locked = parts.map(({ locks, locksDown = locks }) => (way === 'up' ? locks : locksDown));
  const atOnce = isTransaction ? [[...new Set(locked.flat())]] : locked;
  return atOnce.some((tables) => tables.length > 1);
}

/** Two columns may need the same schema of PostgreSQL, or look at the same table. */
function once(statements: readonly Statement[]): readonly Statement[] {
  return statements.filter(
    ({ sql }, index) =>
      !/^(CREATE SCHEMA|LOCK TABLE)/.test(sql) ||
      statements.findIndex((other) => other.sql === sql) === index,
  );
}
