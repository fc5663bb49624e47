import type { MigrationDraft } from './migration-draft.ts';
import type { RenameStep } from './rename-step.ts';
import { renderScript } from './render-script.ts';
import { type Phase, phases, type Step } from './step.ts';

/** What leads forth and back, each in its order, and the renames between which all of it happens. */
export interface Ways {
  readonly renames: readonly RenameStep[];
  readonly forth: readonly Step[];
  readonly back: readonly Step[];
}

const suffixes: Readonly<Record<Phase, string>> = {
  values: 'values',
  data: 'data',
  main: 'tables',
  backfill: 'backfill',
  indexes: 'indexes',
  keys: 'keys',
  validate: 'validate',
};

const intros: Readonly<Partial<Record<Phase, string>>> = {
  values:
    'On their own, because PostgreSQL lets nobody use a value before its transaction is over.',
  data: 'On its own, so that the lock of what follows is not held while rows are written.',
  indexes:
    'Indexes are built while their tables are written to, which PostgreSQL does outside of transactions only.',
  validate: 'On its own, so that the locks of the migrations before are let go.',
};

/** Cuts the way forth into migrations, and gives each the part of the way back that undoes it. */
export function assembleDrafts({ renames, forth, back }: Ways): readonly MigrationDraft[] {
  const used = phases.filter(
    (phase) =>
      forth.some((step) => step.phase === phase) || (phase === 'main' && renames.length > 0),
  );
  const home = homes(forth, used);
  const undone = new Set(forth.filter(({ undo }) => undo).map(({ subject }) => subject));
  return used.map((phase, index) => {
    const steps = forth.filter((step) => step.phase === phase);
    const undoing = [
      ...back
        .filter((step) => !undone.has(step.subject) && home(step.subject) === phase)
        .map((step) => (phase === 'indexes' ? concurrently(step) : step)),
      ...undoSteps(steps),
    ];
    const rename = phase === 'main' ? renames : [];
    const up = [...renameAll(rename.map(({ up: sql }) => sql)), ...steps];
    const down = [...undoing, ...renameAll(rename.toReversed().map(({ down: sql }) => sql))];
    return draft(phase, index === 0 ? '' : suffixes[phase], once(up), once(down));
  });
}

const renameAll = (statements: readonly string[]): readonly Step[] =>
  statements.filter((sql) => sql !== '').map((sql) => ({ phase: 'main', sql, subject: 'rename' }));

/** A schema of PostgreSQL is made by the engine, and by what moves into it. */
function once(steps: readonly Step[]): readonly Step[] {
  return steps.filter(
    (step, index) =>
      !step.sql.startsWith('CREATE SCHEMA') ||
      steps.findIndex(({ sql }) => sql === step.sql) === index,
  );
}

/** Where the step of a subject is undone: with the first that made it. */
function homes(forth: readonly Step[], used: readonly Phase[]): (subject: string) => Phase {
  const made = new Map<string, Phase>();
  for (const { subject, phase } of forth) if (!made.has(subject)) made.set(subject, phase);
  const fallback = used.includes('main') ? 'main' : (used[0] ?? 'main');
  return (subject) => made.get(subject) ?? fallback;
}

function undoSteps(steps: readonly Step[]): readonly Step[] {
  return steps
    .toReversed()
    .flatMap(({ undo, subject }) => (undo ? [{ ...undo, phase: 'main' as const, subject }] : []));
}

/** What was built beside the writers is taken away beside them. */
function concurrently(step: Step): Step {
  if (!/^DROP INDEX (?!CONCURRENTLY)/.test(step.sql)) return step;
  return { ...step, phase: 'indexes', sql: step.sql.replace('INDEX ', 'INDEX CONCURRENTLY ') };
}

function draft(
  phase: Phase,
  suffix: string,
  up: readonly Step[],
  down: readonly Step[],
): MigrationDraft {
  const losses = (steps: readonly Step[]): readonly string[] => [
    ...new Set(steps.flatMap(({ loses }) => loses ?? [])),
  ];
  const [lostUp, lostDown] = [losses(up), losses(down)];
  const rollback = lostUp.length + lostDown.length > 0 ? 'lossy' : 'instant';
  const isSplit = down.some((step) => step.phase !== 'main');
  const downDirectives = [...(isSplit ? ['no-transaction'] : []), `rollback = ${rollback}`];
  return {
    kind: 'migrationDraft',
    suffix,
    up: renderScript(
      phase === 'indexes' ? ['no-transaction'] : [],
      [...(intros[phase] ? [intros[phase]] : []), ...lostUp.map((loss) => `Loses ${loss}.`)],
      up,
    ),
    down: renderScript(
      downDirectives,
      [
        ...lostDown.map((loss) => `Loses ${loss}.`),
        ...lostUp.map((loss) => `Does not bring back ${loss}.`),
        ...(down.every(({ sql }) => sql === '') ? ['There is nothing to undo.'] : []),
      ],
      down,
    ),
    rollback,
    notes: [...new Set([...up, ...down].flatMap(({ note }) => note ?? []))],
  };
}
