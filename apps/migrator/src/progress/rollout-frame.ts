import { countText, durationText } from '@schema-service/command-line';
import { type FrameSize, fit } from '@schema-service/command-line/drawing';
import { assertNever } from '@schema-service/errors';
import type { EnvironmentOutcome } from '@schema-service/migrator';
import { progressFrame } from './progress-frame.ts';
import type { ProgressState } from './progress-state.ts';

/** Where a database of a rollout is. */
export type RolloutProgress =
  | { readonly kind: 'waiting' }
  | { readonly kind: 'running'; readonly run: ProgressState }
  | EnvironmentOutcome;

/** Who is named first where there is not a line for each. */
const BY_INTEREST = ['running', 'failed', 'waiting', 'notStarted', 'moved'] as const;

const WORDS: Readonly<Record<RolloutProgress['kind'], string>> = {
  running: 'running',
  failed: 'failed',
  waiting: 'waiting',
  notStarted: 'not started',
  moved: 'done',
};

/**
 * A line for each database, in their order; where the terminal has fewer rows,
 * those that matter most and the number of the others. Pure.
 */
export function rolloutFrame(
  rollout: ReadonlyMap<string, RolloutProgress>,
  now: number,
  { columns, rows }: FrameSize,
): readonly string[] {
  const all = [...rollout.keys()];
  const rank = (name: string): number => BY_INTEREST.indexOf(rollout.get(name)?.kind ?? 'waiting');
  const kept =
    all.length <= rows ? all : all.toSorted((a, b) => rank(a) - rank(b)).slice(0, rows - 1);
  const width = Math.min(Math.max(0, ...kept.map((name) => name.length)), Math.floor(columns / 3));
  const lines = all
    .filter((name) => kept.includes(name))
    .map((name) => {
      const label = `${fit(name, width).padEnd(width)}  `;
      return label + progressText(rollout.get(name), now, columns - label.length);
    });
  const others = all.filter((name) => !kept.includes(name));
  return others.length === 0 ? lines : [...lines, fit(othersText(others, rollout), columns)];
}

function progressText(progress: RolloutProgress | undefined, now: number, columns: number): string {
  switch (progress?.kind) {
    case undefined:
    case 'waiting':
    case 'notStarted':
      return fit(WORDS[progress?.kind ?? 'waiting'], columns);
    case 'running': {
      const { run } = progress;
      return (
        progressFrame(run, now, columns) || fit(`running ${durationText(now - run.began)}`, columns)
      );
    }
    case 'failed':
      return fit(`failed: ${progress.error.code}, ${durationText(progress.durationMs)}`, columns);
    case 'moved': {
      const { toVersion, migrations } = progress.result;
      const count = countText(migrations.length, 'migration');
      const text = `done: at ${toVersion ?? 'no version'}, ${count}, ${durationText(progress.durationMs)}`;
      return fit(text, columns);
    }
    default:
      return assertNever(progress);
  }
}

function othersText(
  names: readonly string[],
  rollout: ReadonlyMap<string, RolloutProgress>,
): string {
  const counts = BY_INTEREST.map((kind) => ({
    kind,
    count: names.filter((name) => rollout.get(name)?.kind === kind).length,
  })).filter(({ count }) => count > 0);
  return `and ${counts.map(({ kind, count }) => `${count} ${WORDS[kind]}`).join(', ')}`;
}
