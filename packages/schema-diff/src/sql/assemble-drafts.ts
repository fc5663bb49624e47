import type { MigrationDraft } from './migration-draft.ts';
import type { RenameStep } from './rename-step.ts';
import { renderScript } from './render-script.ts';
import { type Phase, phases, type Step } from './step.ts';

/** The steps of both directions, each in its order. An up starts with the renames, and a down ends with them. */
export interface DirectionSteps {
  readonly renames: readonly RenameStep[];
  readonly up: readonly Step[];
  readonly down: readonly Step[];
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

/** Cuts the steps into migrations, one for each phase of the up. Each has the down of its own steps. */
export function assembleDrafts({ renames, up, down }: DirectionSteps): readonly MigrationDraft[] {
  const used = phases.filter(
    (phase) => up.some((step) => step.phase === phase) || (phase === 'main' && renames.length > 0),
  );
  const phaseOf = firstPhases(up, used);
  const withDown = new Set(up.filter((step) => step.down).map(({ subject }) => subject));
  return used.map((phase, index) => {
    const upSteps = up.filter((step) => step.phase === phase);
    const downSteps = [
      ...down
        .filter((step) => !withDown.has(step.subject) && phaseOf(step.subject) === phase)
        .map((step) => (phase === 'indexes' ? concurrently(step) : step)),
      ...ownDowns(upSteps),
    ];
    const renamed = phase === 'main' ? renames : [];
    return draft(
      phase,
      index === 0 ? '' : suffixes[phase],
      once([...renameAll(renamed.map((one) => one.up)), ...upSteps]),
      once([...downSteps, ...renameAll(renamed.toReversed().map((one) => one.down))]),
    );
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

/** The phase of a subject's down: that of the first step of the up with this subject. */
function firstPhases(up: readonly Step[], used: readonly Phase[]): (subject: string) => Phase {
  const made = new Map<string, Phase>();
  for (const { subject, phase } of up) if (!made.has(subject)) made.set(subject, phase);
  const fallback = used.includes('main') ? 'main' : (used[0] ?? 'main');
  return (subject) => made.get(subject) ?? fallback;
}

function ownDowns(steps: readonly Step[]): readonly Step[] {
  return steps
    .toReversed()
    .flatMap(({ down, subject }) => (down ? [{ ...down, phase: 'main' as const, subject }] : []));
}

/** What was built while others write is dropped while others write. */
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
