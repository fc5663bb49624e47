import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { countTests, type TestCounts } from './test-counts.ts';
import type { TaskResult } from './turbo-run.ts';

/** A task that is no suite (a type check, a lint) counts as one test that failed or passed. */
export function countTask(root: string, task: TaskResult): TestCounts {
  if (task.task !== 'test') {
    const passed = task.exitCode === 0;
    return { passed: passed ? 1 : 0, failed: passed ? 0 : 1, skipped: 0 };
  }
  const report = join(root, task.directory, 'test-results', 'vitest.json');
  return countTests(existsSync(report) ? readFileSync(report, 'utf8') : undefined, task.exitCode);
}
