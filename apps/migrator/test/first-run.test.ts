import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createTestDatabase } from '@schema-service/local-postgres';
import pg from 'pg';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { runApp } from './run-app.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'migrations-'));
  write('1.0.0/001_init/up.sql', 'CREATE TABLE product (id integer);');
});

afterEach(() => rmSync(folder, { recursive: true }));

function write(file: string, content: string): void {
  mkdirSync(dirname(join(folder, file)), { recursive: true });
  writeFileSync(join(folder, file), content);
}

test.each([['status'], ['plan'], ['up'], ['up', '--dry-run'], ['verify'], ['repair', '--yes']])(
  '%s of a folder without versions ends with 1 and says where it looked',
  async (...command) => {
    await using database = await createTestDatabase();
    const at = ['--dir', join(folder, '1.0.0/001_init'), '--database-url'];
    const run = await runApp([...command, ...at, database.connectionString]);
    expect(run).toMatchObject({ code: 1, stdout: '' });
    expect(run.stderr).toContain(
      `error MIGRATIONS_NOT_FOUND: There are no migrations in ${folder}/1.0.0/001_init.\n` +
        '  why: No folder in it is named after a version; it has up.sql.\n',
    );
  },
);

test('a database that holds something: refused by up and its plans, adopted by the command that is named', async () => {
  await using database = await createTestDatabase();
  const client = new pg.Client({ connectionString: database.connectionString });
  await client.connect();
  await client.query('CREATE TABLE product (id integer)');
  await client.end();
  const at = ['--dir', folder, '--database-url', database.connectionString];
  for (const command of [['plan'], ['up', '--dry-run'], ['up']]) {
    const refused = await runApp([...command, ...at]);
    expect(refused).toMatchObject({ code: 1, stdout: '' });
    expect(refused.stderr).toContain('error MIGRATION_DATABASE_NOT_EMPTY: ');
    expect(refused.stderr).toContain('schema-migrator baseline --to 1.0.0\n');
  }
  const planned = await runApp(['plan', '--allow-non-empty', ...at]);
  expect(planned.stdout).toContain('from nothing to 1.0.0: 1 migration\n');
  const failed = await runApp(['up', '--allow-non-empty', ...at]);
  expect(failed.stderr).toContain('relation "product" already exists');
  const adopted = await runApp(['baseline', '--to', '1.0.0', ...at]);
  expect(adopted).toMatchObject({ code: 0 });
  expect((await runApp(['up', ...at])).stdout).toBe('nothing to do, the database is at 1.0.0\n');
});

test('of several databases, the one that holds something is told and the others are moved', async () => {
  await using empty = await createTestDatabase();
  await using taken = await createTestDatabase();
  const client = new pg.Client({ connectionString: taken.connectionString });
  await client.connect();
  await client.query('CREATE TABLE other ()');
  await client.end();
  const config = join(folder, 'config.json');
  const environments = {
    taken: { url: taken.connectionString },
    empty: { url: empty.connectionString },
  };
  writeFileSync(config, JSON.stringify({ environments }));
  const args = ['up', '--all', '--keep-going', '--config', config, '--dir', folder];
  const planned = await runApp([...args, '--dry-run']);
  expect(planned.code).toBe(1);
  expect(planned.stdout).toMatch(/^taken +failed +MIGRATION_DATABASE_NOT_EMPTY/m);
  const moved = await runApp(args);
  expect(moved.code).toBe(1);
  expect(moved.stdout).toMatch(/^taken +failed +MIGRATION_DATABASE_NOT_EMPTY.*\nempty +ok/m);
  const all = await runApp([...args, '--exclude', 'public.oth*']);
  expect(all.code).toBe(0);
});
