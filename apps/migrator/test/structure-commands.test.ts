import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createTestDatabase } from '@schema-service/local-postgres';
import { snapshot, up } from '@schema-service/migrator';
import pg from 'pg';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { runApp } from './run-app.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'migrator-app-'));
  write('1.0.0/001_init/up.sql', 'CREATE TABLE product (id integer PRIMARY KEY);');
  write('1.1.0/002_name/up.sql', 'ALTER TABLE product ADD name text;');
});

afterEach(() => rmSync(folder, { recursive: true }));

function write(file: string, content: string): void {
  mkdirSync(dirname(join(folder, file)), { recursive: true });
  writeFileSync(join(folder, file), content);
}

async function change(connectionString: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  await client.query(sql).finally(() => client.end());
}

test('snapshot, verify, and drift with an exit code of its own', async () => {
  await using database = await createTestDatabase();
  const at = ['--dir', folder, '--database-url', database.connectionString];
  await runApp(['up', '--to', '1.0.0', ...at]);

  const status = await runApp(['status', ...at]);
  expect(status.stdout).toContain('snapshot none of 1.0.0: its structure cannot be verified\n');
  expect((await runApp(['verify', ...at])).stderr).toContain('error MIGRATION_SNAPSHOT_MISSING');

  const dry = await runApp(['snapshot', '--dry-run', ...at]);
  expect(dry.stdout).toBe('1.0.0/structure.json would hold the structure of 1.0.0: 4 objects\n');
  expect(existsSync(join(folder, '1.0.0/structure.json'))).toBe(false);
  expect(await runApp(['snapshot', ...at])).toEqual({
    code: 0,
    stdout: '1.0.0/structure.json holds the structure of 1.0.0: 4 objects\n',
    stderr: '',
  });
  expect(await runApp(['verify', ...at])).toEqual({
    code: 0,
    stdout: '',
    stderr: 'the database is as 1.0.0 says\n',
  });
  expect((await runApp(['status', ...at])).stdout).not.toContain('snapshot');

  await change(database.connectionString, 'ALTER TABLE product ALTER id TYPE bigint');
  const line = 'column public.product.id: type expected integer, is bigint';
  expect(await runApp(['verify', ...at])).toEqual({
    code: 3,
    stdout: `${line}\n`,
    stderr: 'the database is not what 1.0.0 says: 1 difference\n',
  });
  const inJson = await runApp(['verify', '--json', ...at]);
  expect(inJson.code).toBe(3);
  expect(JSON.parse(inJson.stdout)).toMatchObject({
    version: '1.0.0',
    differences: [{ kind: 'changed', property: 'type', expected: 'integer', actual: 'bigint' }],
  });
  expect((await runApp(['verify', '--exclude', '*.product', ...at])).code).toBe(0);

  const refused = await runApp(['up', ...at]);
  expect(refused.code).toBe(3);
  expect(refused.stderr).toContain(`The database is not what 1.0.0 says.\n  ${line}`);
  const allowed = await runApp(['up', '--allow-drift', ...at]);
  expect(allowed.code).toBe(0);
  expect(allowed.stderr).toContain(
    `drift, allowed: before the run the database is not what 1.0.0 says\n  ${line}\n`,
  );
});

test('baseline adopts a database that has the structure already', async () => {
  await using fresh = await createTestDatabase();
  await using database = await createTestDatabase();
  const dir = ['--dir', folder];
  await runApp(['up', ...dir, '--database-url', fresh.connectionString]);
  await runApp(['snapshot', ...dir, '--database-url', fresh.connectionString]);
  expect(existsSync(join(folder, '1.1.0/structure.json'))).toBe(true);

  const at = [...dir, '--database-url', database.connectionString];
  await change(database.connectionString, 'CREATE TABLE product (id integer PRIMARY KEY)');
  const refused = await runApp(['baseline', '--to', '1.1.0', ...at]);
  expect(refused.code).toBe(3);
  expect(refused.stderr).toContain('column public.product.name: expected (text), is missing');
  const dry = await runApp(['baseline', '--to', '1.0.0', '--dry-run', ...at]);
  expect(dry.stdout).toMatch(/^the database would be at 1\.0\.0: 1 migration recorded/);
  expect((await runApp(['history', ...at])).stdout).toBe('Nothing has run on this database.\n');
  expect(await runApp(['baseline', '--to', '1.0.0', ...at])).toEqual({
    code: 0,
    stdout:
      'the database is at 1.0.0: 1 migration recorded, none run; it has no snapshot, so the structure was not compared\n',
    stderr: '',
  });
  expect(await runApp(['up', ...at])).toMatchObject({ code: 0 });
  expect((await runApp(['baseline', '--to', '1.1.0', ...at])).stderr).toContain(
    'error MIGRATION_HISTORY_NOT_EMPTY',
  );
});

test('mark states what a hand has done, with its reason', async () => {
  await using database = await createTestDatabase();
  const at = ['--dir', folder, '--database-url', database.connectionString];
  await runApp(['up', '--to', '1.0.0', ...at]);
  await change(database.connectionString, 'ALTER TABLE product ADD name text');
  const note = 'by hand in the outage';
  const args = ['mark', '--applied', '002_name', '--note', note, ...at];
  const dry = await runApp([...args, '--dry-run']);
  expect(dry.stdout).toBe(`1.1.0/002_name would be marked as applied: ${note}\n`);
  expect(await runApp(args)).toMatchObject({
    code: 0,
    stdout: `1.1.0/002_name marked as applied: ${note}\n`,
  });
  expect((await runApp(args)).stdout).toBe('nothing to record: the history says so already\n');
  const back = ['mark', '--not-applied', '001_init', '--note', 'x', ...at];
  expect(await runApp(back)).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('MIGRATION_MARK_REFUSED'),
  });
});

test('a database with a history is put at a later version, and squash makes a script for new ones', async () => {
  await using database = await createTestDatabase();
  const at = ['--dir', folder, '--database-url', database.connectionString];
  write(
    '1.0.0/001_init/up.sql',
    "CREATE TABLE product (id text);\nINSERT INTO product VALUES ('p');",
  );
  write('1.1.0/002_name/up.sql', 'CREATE ROLE squash_cli;');
  const leave = ['--leave-out', '1.1.0/002_name/up.sql:1'];
  const dry = await runApp(['squash', '1.1.0', ...leave, '--dry-run', ...at]);
  expect(dry.stdout).toContain("INSERT INTO public.product (id) VALUES\n    ('p');\n");
  expect(existsSync(join(folder, 'squash.sql'))).toBe(false);
  const json = await runApp(['squash', '1.1.0', ...leave, '--json', ...at]);
  expect(JSON.parse(json.stdout)).toMatchObject({
    ...{ kind: 'squashResult', version: '1.1.0', statements: 2, rows: { 'public.product': 1 } },
    leftOut: ['1.1.0/002_name/up.sql:1'],
  });
  const options = { connection: database.connectionString, migrations: folder };
  await up(options);
  await snapshot(options);

  write('squash.sql', 'SELECT 1;');
  const status = await runApp(['status', ...at]);
  expect(status.code).toBe(1);
  expect(status.stdout).toContain('squash   1.1.0: a new database begins there');
  expect(status.stdout).toContain('\nproblem: squash.sql was edited after it was made.\n');

  write('1.1.0/003_late/up.sql', 'SELECT 1;');
  const again = ['baseline', '--to', '1.1.0', '--again', '--note', 'ran by hand', ...at];
  expect(await runApp(again)).toMatchObject({
    code: 0,
    stdout: 'the database is at 1.1.0: 1 migration recorded, none run\n',
  });
});

test('repeatable scripts are planned, run behind the migrations, and told by status', async () => {
  await using database = await createTestDatabase();
  const at = ['--dir', folder, '--database-url', database.connectionString];
  write('repeatable/names.sql', 'CREATE OR REPLACE VIEW names AS SELECT name FROM product;');
  const dry = await runApp(['up', '--dry-run', ...at]);
  expect(dry.stdout).toContain(
    '\nagain repeatable/names.sql: 1 statement, which has not run yet\n',
  );
  expect(dry.stdout).toContain('\n-- repeatable/names.sql\nCREATE OR REPLACE VIEW names');
  const ran = await runApp(['up', ...at]);
  expect(ran.stdout).toBe(
    '2 migrations run, 1 repeatable script with it, the database is at 1.1.0\n',
  );
  expect(ran.stderr).toMatch(/\[1\/1\] ran repeatable\/names again/);
  write('repeatable/names.sql', 'CREATE OR REPLACE VIEW names AS SELECT name, id FROM product;');
  expect((await runApp(['status', ...at])).stdout).toMatch(
    /\nrepeatable\/names +pending, which has changed /,
  );
});
