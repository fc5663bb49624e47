import { expect, test } from 'vitest';
import { parseCommand } from './parse-command.ts';

const environment = { DATABASE_URL: 'postgresql://127.0.0.1/app' };

test('up takes what is given and leaves the rest to the engine', () => {
  const args = ['up', '--to', '1.1.0', '--lock-timeout', '2s', '--wait', '5min', '--json'];
  expect(parseCommand(args, environment)).toEqual({
    kind: 'up',
    to: '1.1.0',
    migrations: 'migrations',
    connection: 'postgresql://127.0.0.1/app',
    json: true,
    yes: false,
    dryRun: false,
    apply: {
      lockTimeoutMs: 2000,
      waitForLockMs: 300_000,
      syncCommit: false,
      allowDataLoss: false,
      exclude: [],
    },
  });
});

test('patterns of what is not ours may be given again', () => {
  const args = ['verify', '--exclude', 'public.legacy_*', '--exclude', 'audit.*', '--to', '1.0.0'];
  expect(parseCommand(args, environment)).toMatchObject({
    kind: 'verify',
    to: '1.0.0',
    apply: { exclude: ['public.legacy_*', 'audit.*'] },
  });
});

test('--database-url goes before the environment', () => {
  const args = ['status', '--database-url', 'postgresql://other/app'];
  expect(parseCommand(args, environment)).toMatchObject({ connection: 'postgresql://other/app' });
});

test('no words at all is a call for help', () => {
  expect(parseCommand([], {})).toEqual({ kind: 'help' });
  expect(parseCommand(['up', '--help'], {})).toEqual({ kind: 'help' });
});

test.each([
  [['sideways'], 'There is no command sideways'],
  [['down'], 'down needs a version'],
  [['baseline'], 'baseline needs a version'],
  [['up', '1.0.0'], 'Too many words: 1.0.0'],
  [['up', '--dri', 'x'], "Unknown option '--dri'"],
  [['up', '--wait', 'long'], '--wait long is not a duration'],
  [['--json'], 'There is no command'],
  [['mark', '--applied', '001_init'], 'mark needs a migration and a note'],
  [['mark', '--note', 'so'], 'mark needs a migration and a note'],
  [['baseline', '--to', '1.0.0', '--again'], '--again and --note go together'],
  [['squash'], 'squash needs a version'],
  [['squash', '1.0.0', '1.1.0'], 'Too many words: 1.1.0'],
  [['squash', '1.0.0', '--from', 'x'], 'squash takes no --from'],
  [['contract'], 'contract needs a version'],
  [['retire', '1.0.0'], 'On which day does the version end?'],
  [['retire', '1.0.0', '--on', '2026-02-30'], '--on 2026-02-30 is no day'],
  [['contract', '1.0.0', '--quiet', 'long'], '--quiet long is not a duration'],
  [['up', '--from', '@org/db-migrations', '--dir', 'm'], 'Give either --from'],
])('%j is refused with a hint', (args, message) => {
  expect(() => parseCommand(args, environment)).toThrow(message);
});

test.each([
  [['snapshot', '--to', '9.9.9'], 'snapshot takes no --to.', 'schema-migrator snapshot'],
  [
    ['snapshot', '--concurrency', '2'],
    'snapshot takes no --concurrency.',
    'schema-migrator snapshot',
  ],
  [['history', '--dry-run'], 'history takes no --dry-run.', 'schema-migrator history'],
  [['up', '--allow-data-loss'], 'up takes no --allow-data-loss.', 'schema-migrator up'],
  [['down', '--to', '1.0.0', '--all'], 'down takes no --all.', 'schema-migrator down --to VERSION'],
  [['verify', '--only', 'failed'], 'verify takes no --only.', 'schema-migrator verify'],
  [['snapshot', '--from', '@org/db'], 'snapshot takes no --from.', 'schema-migrator snapshot'],
  [['up', '--keep-going'], '--keep-going is for several databases.', '--all'],
  [['up', '--concurrency', '2'], '--concurrency is for several databases.', '--all'],
  [
    ['baseline', '--to', '1.0.0', '--concurrency', '2'],
    '--concurrency is for several databases.',
    '--all',
  ],
])('%j is refused, since it would make no difference', (args, message, fix) => {
  expect(() => parseCommand(args, environment)).toThrow(
    expect.objectContaining({ code: 'COMMAND_USAGE', message, fix: expect.stringContaining(fix) }),
  );
});

test('what every command takes is taken by each', () => {
  const common = ['--dir', 'm', '--json', '--yes', '--ledger-schema', 's'];
  for (const name of ['status', 'plan', 'up', 'retry', 'history', 'repair', 'verify', 'snapshot']) {
    expect(parseCommand([name, ...common], environment)).toMatchObject({
      kind: name,
      migrations: 'm',
      ledgerSchema: 's',
    });
  }
});

test('released migrations are named by --from, which of an import is a tool', () => {
  const from = '@org/db-migrations';
  for (const name of ['status', 'plan', 'up', 'retry', 'repair', 'verify']) {
    expect(parseCommand([name, '--from', from], environment)).toMatchObject({ kind: name, from });
  }
  for (const name of ['down', 'baseline']) {
    const args = [name, '--to', '1.0.0', '--from', from];
    expect(parseCommand(args, environment)).toMatchObject({ kind: name, from });
  }
  const imported = ['import', '--from', 'prisma', '--source', 'prisma/migrations', '--dir', 'm'];
  const command = parseCommand(imported, environment);
  expect(command).toMatchObject({ kind: 'import', tool: 'prisma', migrations: 'm' });
  expect(command).not.toHaveProperty('from');
});

test('without a database nothing is tried', () => {
  expect(() => parseCommand(['status'], {})).toThrow('Which database?');
});
