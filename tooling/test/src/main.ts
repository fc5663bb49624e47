import { globSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { step } from '@schema-service/bootstrap/steps';
import { createCleanup, startThrowawayPostgres } from '@schema-service/local-postgres';
import { preparePython } from '@schema-service/python-tools';
import { countTask, taskFailures } from './task-report.ts';
import { addCounts, formatCounts } from './test-counts.ts';
import { type TaskResult, turboRun } from './turbo-run.ts';

const root = join(import.meta.dirname, '..', '..', '..');
const dataDirectory = join(root, '.data');

const python = await step('prepare the Python tools', async (note) => {
  const tools = await preparePython(dataDirectory);
  note(tools.kind === 'ready' ? `Python ${tools.version}` : 'left out');
  return tools;
});
const cleanup = createCleanup();
const postgres = await step('start PostgreSQL', () =>
  startThrowawayPostgres(cleanup, { isSmall: true }),
);

// A report of an earlier run must not stand in for one that this run did not write.
for (const report of globSync('{packages,apps,tooling}/*/test-results', { cwd: root })) {
  rmSync(join(root, report), { recursive: true, force: true });
}
let tasks: readonly TaskResult[];
try {
  tasks = await turboRun(
    root,
    ['build', 'generate', 'lint', 'typecheck', 'test'],
    {
      TEST_DATABASE_URL: postgres.connectionString,
      TEST_BUILT: '1',
      ...(python.kind === 'ready'
        ? { TEST_PYTHON: python.python, TEST_PYTHON_VERSION: python.version }
        : { TEST_PYTHON: '', TEST_PYTHON_VERSION: '' }),
    },
    // One more than there are cores: a suite often waits for a server or a package manager.
    [`--concurrency=${availableParallelism() + 1}`, ...process.argv.slice(2)],
  );
} finally {
  await cleanup[Symbol.asyncDispose]();
}

const rows = tasks
  .filter((task) => !['build', 'generate'].includes(task.task) || task.exitCode !== 0)
  .map((task) => ({ task, counts: countTask(root, task) }))
  .toSorted((a, b) => a.task.id.localeCompare(b.task.id));
console.log('');
for (const { task, counts } of rows) {
  const how = task.cached ? '  (cached)' : '';
  console.log(
    `${counts.failed > 0 ? '✗' : '✓'} ${task.id.padEnd(44)} ${formatCounts(counts)}${how}`,
  );
}
for (const failure of tasks.flatMap((task) => taskFailures(root, task)))
  console.log(`\n${failure}`);
const total = addCounts(rows.map((row) => row.counts));
if (python.kind === 'missing') console.log(`\nThe Python suites were skipped. ${python.reason}`);
console.log(`\n${formatCounts(total)}`);
process.exit(total.failed > 0 ? 1 : 0);
