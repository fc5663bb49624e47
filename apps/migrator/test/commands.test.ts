import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createTestDatabase } from '@schema-service/local-postgres';
import pg from 'pg';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { runApp } from './run-app.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'migrations-'));
  write('1.0.0/001_init/up.sql', 'CREATE TABLE product (id integer);');
  write('1.0.0/001_init/down.sql', 'DROP TABLE product;');
  write('1.1.0/002_name/up.sql', 'ALTER TABLE product ADD name text;');
  write('1.1.0/002_name/down.sql', 'ALTER TABLE product DROP name;');
});

afterEach(() => rmSync(folder, { recursive: true }));

function write(file: string, content: string): void {
  mkdirSync(dirname(join(folder, file)), { recursive: true });
  writeFileSync(join(folder, file), content);
}

test('status, up, down: data on stdout, progress on stderr', async () => {
  await using database = await createTestDatabase();
  const at = ['--dir', folder, '--database-url', database.connectionString];

  const before = await runApp(['status', ...at]);
  expect(before).toMatchObject({ code: 0, stderr: '' });
  expect(before.stdout).toContain('version  none, latest is 1.1.0\npending  2\n');

  const moved = await runApp(['up', ...at]);
  expect(moved).toMatchObject({
    code: 0,
    stdout: '2 migrations run, the database is at 1.1.0\n',
    stderr: expect.stringMatching(
      /^from nothing to 1\.1\.0: 2 migrations\n\[1\/2\] applied 1\.0\.0\/001_init .*\n\[2\/2\] applied 1\.1\.0\/002_name .*\n$/,
    ),
  });
  const again = { code: 0, stdout: 'nothing to do, the database is at 1.1.0\n', stderr: '' };
  expect(await runApp(['up', ...at])).toEqual(again);

  const refused = await runApp(['down', '--to', '1.0.0', '--allow-data-loss', ...at]);
  expect(refused.code).toBe(2);
  expect(refused.stderr).toContain('Add --yes');
  expect(refused.stderr).toContain('lost:\n  0 values of product.name');
  const back = await runApp(['down', '--to', '1.0.0', '--yes', '--allow-data-loss', ...at]);
  expect(back).toMatchObject({ code: 0, stdout: '1 migration run, the database is at 1.0.0\n' });

  const after = await runApp(['status', ...at]);
  expect(after.stdout).toMatch(/1\.0\.0\/001_init +success .*\n1\.1\.0\/002_name +rolled back /);
});

test('status says which clients work on the database, and who said hello', async () => {
  await using database = await createTestDatabase();
  const at = ['--dir', folder, '--database-url', database.connectionString];
  const verdict = { client: '1.0.0', database: '1.1.0', answer: 'degraded', missing: ['x'] };
  write('clients.jsonl', `${JSON.stringify(verdict)}\n`);
  await runApp(['up', ...at]);
  const client = new pg.Client({ connectionString: database.connectionString });
  await client.connect();
  await client.query(`SELECT schema_migrations.hello('1.0.0', 'web', 'python')`);
  await client.end();
  const { stdout } = await runApp(['status', ...at]);
  expect(stdout).toContain('clients  1.0.0, 1.1.0\n');
  expect(stdout).toMatch(/\nsaid hello:\nweb +1\.0\.0 +python +\d{4}-[\d:.T-]+Z +degraded\n/);
});

test('a failure: one message with the line, exit code 1, and status shows it', async () => {
  await using database = await createTestDatabase();
  const at = ['--dir', folder, '--database-url', database.connectionString];
  write('1.1.0/002_name/up.sql', 'ALTER TABLE product ADD name text;\nSELECT nonsense;');

  const failed = await runApp(['up', '--json', ...at]);
  expect(failed.code).toBe(1);
  expect(failed.stderr).toContain(
    'error MIGRATION_FAILED: 1.1.0/002_name/up.sql:2: up failed at statement 2 of 2.\n' +
      '  why: column "nonsense" does not exist (SQLSTATE 42703)',
  );
  const lines = failed.stdout
    .trim()
    .split('\n')
    .map((line): unknown => JSON.parse(line));
  expect(lines.at(-1)).toMatchObject({
    kind: 'error',
    code: 'MIGRATION_FAILED',
    meta: { line: 2 },
  });

  const shown = await runApp(['status', ...at]);
  expect(shown.stdout).toContain(
    'failed: 1.1.0/002_name/up.sql:2: column "nonsense" does not exist',
  );
});

test('what the server says is shown with its line, and an unexpected error has its line of JSON, too', async () => {
  await using database = await createTestDatabase();
  const at = ['--dir', folder, '--database-url', database.connectionString];
  write('1.1.0/002_name/up.sql', "SELECT 1;\nDO $$ BEGIN RAISE WARNING 'careful'; END $$;");
  const { stderr } = await runApp(['up', ...at]);
  expect(stderr).toContain('  WARNING at line 2: careful\n');

  const client = new pg.Client({ connectionString: database.connectionString });
  await client.connect();
  await client.query(`CREATE FUNCTION surprise() RETURNS trigger LANGUAGE plpgsql
      AS $$ BEGIN RAISE EXCEPTION 'surprise at postgresql://me:secret@127.0.0.1/app'; END $$;
    CREATE TRIGGER surprise BEFORE INSERT ON schema_migrations.history FOR EACH ROW EXECUTE FUNCTION surprise()`);
  await client.end();
  write('1.2.0/003_more/up.sql', 'SELECT 1;');
  const failed = await runApp(['up', '--json', ...at]);
  expect(failed.code).toBe(1);
  expect(JSON.parse(failed.stdout.trim().split('\n').at(-1) ?? '')).toMatchObject({
    kind: 'error',
    code: 'INTERNAL_ERROR',
    message: expect.stringContaining('surprise at '),
    meta: { code: 'P0001' },
  });
  expect(failed.stdout + failed.stderr).not.toContain('secret');

  write('1.0.0/001_init/up.sql', '/* Copyright. */\n-- migrator: no-transaction\nSELECT 1;');
  const asked = await runApp(['retry', '--unknown', 'perhaps', ...at]);
  expect(asked).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('--unknown done|not-done'),
  });
});

test('an edited file: status names it with exit code 1', async () => {
  await using database = await createTestDatabase();
  const at = ['--dir', folder, '--database-url', database.connectionString];
  await runApp(['up', ...at]);
  write('1.0.0/001_init/up.sql', 'CREATE TABLE product (id bigint);');
  const shown = await runApp(['status', ...at]);
  expect(shown.code).toBe(1);
  expect(shown.stdout).toContain('problem: 1.0.0/001_init/up.sql was edited after it was applied.');
  const refused = await runApp(['up', ...at]);
  expect(refused).toMatchObject({ code: 1, stdout: '' });
  expect(refused.stderr).toContain('error MIGRATION_CHECKSUM_MISMATCH');
});

test('a database that is not there: address without password, exit code 1', async () => {
  const url = 'postgresql://app:secret@127.0.0.1:1/shop';
  const failed = await runApp(['status', '--dir', folder, '--database-url', url]);
  expect(failed).toMatchObject({ code: 1, stdout: '' });
  expect(failed.stderr).toContain(
    'error DATABASE_UNREACHABLE: No connection to the database "shop" on 127.0.0.1:1.',
  );
  expect(failed.stderr).not.toContain('secret');
});

test('a down that removes data is refused with the count; a dry run shows the SQL and changes nothing', async () => {
  await using database = await createTestDatabase();
  const at = ['--dir', folder, '--database-url', database.connectionString];
  const planned = await runApp(['up', '--dry-run', ...at]);
  expect(planned).toMatchObject({ code: 0, stderr: '' });
  expect(planned.stdout).toContain('from nothing to 1.1.0: 2 migrations\n');
  expect(planned.stdout).toContain(
    '-- 1.1.0/002_name/up.sql\nALTER TABLE product ADD name text;\n',
  );
  expect((await runApp(['history', ...at])).stdout).toBe('Nothing has run on this database.\n');

  await runApp(['up', ...at]);
  const refused = await runApp(['down', '--to', 'none', '--yes', ...at]);
  expect(refused).toMatchObject({ code: 1, stdout: '' });
  expect(refused.stderr).toContain(
    'why: It would lose 0 values of product.name, 0 rows of product.',
  );
  const shown = await runApp(['down', '--to', 'none', '--dry-run', ...at]);
  expect(shown.stdout).toContain(
    'down 1.1.0/002_name: 1 statement in one transaction\n  rollback: lossy\n  locks product  ACCESS EXCLUSIVE  rows not known  blocks reads and writes\n',
  );
  expect((await runApp(['status', ...at])).stdout).toContain('version  1.1.0\n');
});

test('history newest first, retry until it works', async () => {
  await using database = await createTestDatabase();
  const at = ['--dir', folder, '--database-url', database.connectionString];
  write('1.1.0/002_name/up.sql', 'ALTER TABLE product ADD name text;\nSELECT nonsense;');
  await runApp(['up', ...at]);
  write('1.1.0/002_name/up.sql', 'ALTER TABLE product ADD name text;');
  const retried = await runApp(['retry', ...at]);
  expect(retried).toMatchObject({ code: 0, stdout: '1 migration run, the database is at 1.1.0\n' });
  const { stdout } = await runApp(['history', ...at]);
  expect(stdout).toMatch(
    /^row .*\n3 .* 1\.1\.0\/002_name +up \(retry\) +success .*\n2 .* up +retried .*\n +up\.sql:2: column "nonsense" does not exist .*\n1 /,
  );
  const records = (await runApp(['history', '--json', ...at])).stdout.trim().split('\n');
  expect(records.map((line) => JSON.parse(line).status)).toEqual(['success', 'retried', 'success']);
  const nothing = await runApp(['retry', ...at]);
  expect(nothing).toMatchObject({ code: 1 });
  expect(nothing.stderr).toContain('error MIGRATION_NOTHING_TO_RETRY: There is nothing to retry.');
});

test('repair shows what does not fit, asks, and records what was confirmed', async () => {
  await using database = await createTestDatabase();
  const at = ['--dir', folder, '--database-url', database.connectionString];
  await runApp(['up', ...at]);
  expect(await runApp(['repair', ...at])).toMatchObject({ code: 0, stdout: 'nothing to repair\n' });
  write('1.0.0/001_init/up.sql', 'CREATE TABLE product (id bigint);');
  const asked = await runApp(['repair', ...at]);
  expect(asked.code).toBe(2);
  expect(asked.stderr).toContain('edited: 1.0.0/001_init/up.sql was edited after it was applied.');
  expect(asked.stderr).toContain('A repair asks first');
  const dry = await runApp(['repair', '--dry-run', '--yes', ...at]);
  expect(dry).toMatchObject({ code: 1, stdout: '0 entries recorded, 1 left as found\n' });
  const none = await runApp(['repair', '--only', 'failed', '--yes', ...at]);
  expect(none.stdout).toBe('nothing to repair\n');
  const done = await runApp(['repair', '--yes', ...at]);
  expect(done).toMatchObject({ code: 0, stdout: '1 entry recorded, 0 left as found\n' });
  expect((await runApp(['status', ...at])).code).toBe(0);
  expect((await runApp(['history', ...at])).stdout).toContain('up (repair)');
});

test('import takes over what another tool has applied', async () => {
  await using database = await createTestDatabase();
  const out = join(folder, 'out');
  const at = ['--dir', out, '--database-url', database.connectionString];
  write('dbmate/20240101_shop.sql', '-- migrate:up\nCREATE TABLE shop ();\n');
  write('dbmate/20240102_till.sql', '-- migrate:up\nCREATE TABLE till ();\n');
  const client = new pg.Client({ connectionString: database.connectionString });
  await client.connect();
  await client.query(`CREATE TABLE shop (); CREATE TABLE schema_migrations (version varchar);
    INSERT INTO schema_migrations VALUES ('20240101')`);
  const unnamed = await runApp(['import', '--from', 'make', ...at]);
  expect(unnamed).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('import needs a tool'),
  });

  const args = ['import', '--from', 'dbmate', '--source', join(folder, 'dbmate'), '--to', '3.0.0'];
  const table =
    '3.0.0/001_shop  applied  20240101_shop.sql\n3.1.0/002_till  pending  20240102_till.sql\n';
  const compared =
    'compared: the applied migrations make what the database is (3.0.0/structure.json)\n';
  expect(await runApp([...args, '--dry-run', ...at])).toEqual({
    code: 0,
    stdout: `${table}${compared}2 migrations would be written, the database is at 3.0.0\n`,
    stderr: '',
  });
  await client.query('ALTER TABLE shop ADD name text');
  const line = 'column public.shop.name: not expected, is there (text)';
  expect(await runApp([...args, ...at])).toMatchObject({
    code: 3,
    stderr: expect.stringContaining(`The database is not what 3.0.0 says.\n  ${line}\n`),
  });
  const uncompared = await runApp([...args, '--no-compare', '--dry-run', ...at]);
  expect(uncompared.stdout).toContain('\nnot compared: ');
  const allowed = await runApp([...args, '--allow-drift', '--dry-run', ...at]);
  expect(allowed.stdout).toContain(`\n  ${line}\n`);
  await client.query('ALTER TABLE shop DROP name');
  await client.end();
  expect(await runApp([...args, ...at])).toMatchObject({
    code: 0,
    stdout: `${table}${compared}2 migrations written to ${out}, the database is at 3.0.0\n`,
  });
  const moved = await runApp(['up', ...at]);
  expect(moved.stdout).toBe('1 migration run, the database is at 3.1.0\n');
});

test('the list of checksums of this repository is enough to see that nothing is to do, and hides no migration in work', async () => {
  await using database = await createTestDatabase();
  const at = ['--dir', folder, '--database-url', database.connectionString];
  rmSync(folder, { recursive: true });
  cpSync(fileURLToPath(new URL('../../../migrations', import.meta.url)), folder, {
    recursive: true,
  });
  const version = (await runApp(['up', ...at])).stdout.replace(/^.* at |\n$/g, '');
  const idle = `nothing to do, the database is at ${version}\n`;
  expect(await runApp(['up', ...at])).toEqual({ code: 0, stdout: idle, stderr: '' });
  const scripts = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  const [released = ''] = scripts.filter((path) => path.endsWith('up.sql'));
  const text = readFileSync(join(folder, released), 'utf8');
  write(released, 'nonsense');
  expect(await runApp(['up', ...at])).toEqual({ code: 0, stdout: idle, stderr: '' });
  write(released, text);

  write('99.0.0/999_more/up.sql', 'CREATE TABLE more (id integer);');
  expect(await runApp(['up', ...at])).toMatchObject({
    stdout: '1 migration run, the database is at 99.0.0\n',
  });
  write('99.0.0/999_more/up.sql', 'CREATE TABLE more (id bigint);');
  expect((await runApp(['up', ...at])).stderr).toContain('error MIGRATION_CHECKSUM_MISMATCH');
});
