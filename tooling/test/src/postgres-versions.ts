import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { countTask } from './task-report.ts';
import { addCounts, formatCounts, type TestCounts } from './test-counts.ts';
import { turboRun } from './turbo-run.ts';

// `pnpm test:postgres-versions [MAJOR ...]`: every suite of the migrator, its faults among them, and of versions side by side, on each major version.

const root = join(import.meta.dirname, '..', '..', '..');
const tested = [
  'packages/migrator',
  'apps/migrator',
  'packages/coexistence',
  'tooling/coexistence',
] as const;
const suites = tested.map((folder) => `--filter=./${folder}`);
const asked = process.argv.slice(2);
const rows: { readonly major: string; readonly counts: TestCounts }[] = [];
for (const major of asked.length > 0 ? asked : ['14', '15', '16', '17', '18']) {
  for (const folder of tested) {
    rmSync(join(root, folder, 'test-results'), { recursive: true, force: true });
  }
  // Each suite starts a server of that version for itself.
  const environment = { TEST_POSTGRES_MAJOR: major, TEST_DATABASE_URL: '' };
  const tasks = await turboRun(root, ['test'], environment, [...suites, '--concurrency=1']);
  const run = tasks.filter(({ task, exitCode }) => task === 'test' || exitCode !== 0);
  rows.push({ major, counts: addCounts(run.map((task) => countTask(root, task))) });
}
console.log('');
for (const { major, counts } of rows) {
  console.log(`${counts.failed > 0 ? '✗' : '✓'} PostgreSQL ${major}  ${formatCounts(counts)}`);
}
process.exit(rows.some(({ counts }) => counts.failed > 0) ? 1 : 0);
