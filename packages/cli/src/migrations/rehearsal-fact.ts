import { formatDifference } from '@schema-service/migrator';
import type { RehearsalReport, RehearsalStep } from '@schema-service/rehearsal';
import type { RehearsalFact } from '@schema-service/release';

/** How trying migrations went, as a pull request is judged by it. */
export function rehearsalFact({ steps }: RehearsalReport): RehearsalFact {
  const failed = steps.find(({ status }) => status === 'failed');
  if (failed === undefined) return { kind: 'passed' };
  return { kind: 'failed', step: failed.name, problems: stepProblems(failed) };
}

/** What a step has to say, a line each. */
export function stepProblems({ note, error, differences = [] }: RehearsalStep): readonly string[] {
  const parts = [note, error?.message, error?.why, error?.fix && `fix: ${error.fix}`];
  return [...parts, ...differences.map(formatDifference)]
    .filter((part) => part !== undefined && part !== '')
    .flatMap((part) => String(part).split('\n'));
}
