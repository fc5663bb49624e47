import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTestDatabase } from '@schema-service/local-postgres';
import {
  hasTerminal,
  runOnTerminal,
  type TerminalRun,
} from '@schema-service/vitest-config/terminal';
import { expect, test } from 'vitest';
import { PROGRAM, runApp } from './run-app.ts';

/** Runs the command on a terminal, and gives what is shown there. */
async function onTerminal(args: readonly string[], code = 0): Promise<string> {
  const run = await runOnTerminal([...PROGRAM, ...args]);
  expect(run.code, run.shown).toBe(code);
  return run.shown;
}

/** What a terminal shows in the end: a line that is drawn anew has its last content. */
function screen(output: string): readonly string[] {
  return output.split('\r\n').map((line) => line.split('\r\u001b[J').at(-1) ?? '');
}

test.skipIf(!hasTerminal)(
  'a person sees a bar with the current statement, and then what a log has',
  async () => {
    await using database = await createTestDatabase();
    const folder = mkdtempSync(join(tmpdir(), 'terminal-'));
    const write = (name: string, sql: string): void => {
      mkdirSync(join(folder, name), { recursive: true });
      writeFileSync(join(folder, name, 'up.sql'), sql);
    };
    try {
      write('1.0.0/001_init', 'CREATE TABLE product (id integer);');
      write(
        '1.0.0/002_index',
        '-- migrator: no-transaction\nANALYZE product;\nCREATE INDEX CONCURRENTLY product_id ON product (id);',
      );
      const at = ['--dir', folder, '--database-url', database.connectionString];
      const output = await onTerminal(['up', ...at]);
      expect(output).toContain('] 0/2 ');
      expect(output).toMatch(/\] 1\/2 .*1\.0\.0\/002_index: 2 of 2: CREATE IND/);
      expect(screen(output).map((line) => line.replace(/\(.* m?s\)/, '(T)'))).toEqual([
        'from nothing to 1.0.0: 2 migrations',
        '[1/2] applied 1.0.0/001_init (T)',
        '[2/2] applied 1.0.0/002_index (T)',
        '2 migrations run, the database is at 1.0.0',
        '',
      ]);
      expect((await runApp(['status', ...at])).stderr).toBe('');
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
);

test.skipIf(!hasTerminal)(
  'a person sees a line for each database of a rollout, and then the table alone',
  async () => {
    await using good = await createTestDatabase();
    await using other = await createTestDatabase();
    const folder = mkdtempSync(join(tmpdir(), 'terminal-'));
    try {
      mkdirSync(join(folder, '1.0.0/001_init'), { recursive: true });
      writeFileSync(join(folder, '1.0.0/001_init/up.sql'), 'CREATE TABLE product (id integer);');
      const config = join(folder, 'migrator.config.json');
      const environments = {
        good: { url: good.connectionString },
        bad: { url: 'postgresql://127.0.0.1:1/shop' },
        other: { url: other.connectionString },
      };
      writeFileSync(config, JSON.stringify({ environments }));
      const args = ['up', '--all', '--concurrency', '1', '--config', config, '--dir', folder];
      const output = await onTerminal(args, 1);
      const frames = output.split('\u001b[J').map((frame) => frame.split('\r\n'));
      expect(frames).toContainEqual([
        expect.stringMatching(/^good {3}running \d+ ms$/),
        'bad    waiting',
        expect.stringMatching(/^other {2}waiting/),
      ]);
      expect(output).toMatch(/good {3}\[> {2}.*\] 0\/1 .*001_init: CREATE TABLE/);
      expect(frames).toContainEqual([
        expect.stringMatching(/^good {3}done: at 1\.0\.0, 1 migration, /),
        expect.stringMatching(/^bad {4}failed: DATABASE_UNREACHABLE, /),
        expect.stringMatching(/^other {2}not started/),
      ]);
      // The last thing drawn is nothing; the table follows.
      expect(frames.at(-1)?.slice(0, 3)).toEqual([
        expect.stringMatching(/^good +ok +at 1\.0\.0 +1 migration /),
        expect.stringMatching(/^bad +failed +DATABASE_UNREACHABLE /),
        'other  not started',
      ]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
);

test.skipIf(!hasTerminal)('a down asks, goes on with yes alone, and can be ended', async () => {
  await using database = await createTestDatabase();
  const folder = mkdtempSync(join(tmpdir(), 'terminal-'));
  try {
    mkdirSync(join(folder, '1.0.0/001_init'), { recursive: true });
    writeFileSync(join(folder, '1.0.0/001_init/up.sql'), 'CREATE VIEW one AS SELECT 1 AS id;');
    writeFileSync(join(folder, '1.0.0/001_init/down.sql'), 'DROP VIEW one;');
    const at = ['--dir', folder, '--database-url', database.connectionString];
    await runApp(['up', ...at]);
    const down = (keys: string): Promise<TerminalRun> =>
      runOnTerminal([...PROGRAM, 'down', '--to', 'none', ...at], {
        answers: [['Type yes: ', keys]],
      });
    expect(await down('y\r')).toMatchObject({
      code: 1,
      shown: expect.stringContaining('Nothing was changed.'),
    });
    expect(await down('\u0003')).toMatchObject({
      code: 130,
      shown: expect.stringContaining('error COMMAND_CANCELLED'),
    });
    expect(await down('yes\r')).toMatchObject({
      code: 0,
      shown: expect.stringContaining('1 migration run, the database is at no version'),
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
});
