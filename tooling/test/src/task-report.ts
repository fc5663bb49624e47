import { existsSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { countTests, readFailures, type TestCounts } from './test-counts.ts';
import type { TaskResult } from './turbo-run.ts';

/** The lines of a failure's message that are shown: the difference, and where it is. */
const MESSAGE_LINES = 30;

/** A task that is no suite (a type check, a lint) counts as one test that failed or passed. */
export function countTask(root: string, task: TaskResult): TestCounts {
  if (task.task !== 'test') {
    const passed = task.exitCode === 0;
    return { passed: passed ? 1 : 0, failed: passed ? 0 : 1, skipped: 0 };
  }
  return countTests(reportOf(root, task), task.exitCode);
}

/** What failed in a task: a paragraph for each test, with its file and the head of its message. */
export function taskFailures(root: string, task: TaskResult): readonly string[] {
  if (task.exitCode === 0) return [];
  const report = task.task === 'test' ? reportOf(root, task) : undefined;
  const failures = report === undefined ? [] : readFailures(report);
  if (failures.length === 0) {
    const how =
      task.exitCode === undefined
        ? 'did not run, because a task that it needs failed'
        : `exited with ${task.exitCode}; what it printed stands above`;
    return [`✗ ${task.id} ${how}`];
  }
  return failures.map(({ file, title, message }) => {
    const lines = message.trim().split('\n');
    const left = lines.length - MESSAGE_LINES;
    const shown = left > 0 ? [...lines.slice(0, MESSAGE_LINES), `… ${left} more lines`] : lines;
    const place = relative(root, file);
    return [
      `✗ ${place}${title === '' ? '' : ` > ${title}`}`,
      ...shown.map((line) => `    ${line}`),
    ].join('\n');
  });
}

function reportOf(root: string, task: TaskResult): string | undefined {
  const report = join(root, task.directory, 'test-results', 'vitest.json');
  return existsSync(report) ? readFileSync(report, 'utf8') : undefined;
}
