import { createTestDatabase, type TestDatabase } from '@schema-service/local-postgres';
import { expect, test } from 'vitest';
import { inDatabase, workFolder } from './fleet-folder.ts';
import { runApp } from './run-app.ts';

const urlOf = ({ connectionString: url }: TestDatabase) => ({ url });

test('status, plan, verify and history of all: a line for each, and their details under their names', async () => {
  await using eu = await createTestDatabase();
  await using us = await createTestDatabase();
  using folder = workFolder();
  folder.write('migrations/1.0.0/001_init/up.sql', 'CREATE TABLE product (id integer);\n');
  const gone = { url: 'postgresql://app:secret@127.0.0.1:1/shop' };
  folder.config({ eu: urlOf(eu), us: urlOf(us) });
  await runApp(['up', '--all', ...folder.at]);
  await runApp(['snapshot', '--env', 'eu', ...folder.at]);
  folder.write('migrations/1.1.0/002_name/up.sql', 'ALTER TABLE product ADD name text;\n');
  await runApp(['up', '--env', 'us', ...folder.at]);
  await inDatabase(eu, 'CREATE TABLE legacy_log ()');

  const status = await runApp(['status', '--all', ...folder.at]);
  expect(status).toMatchObject({ code: 0, stderr: '' });
  expect(status.stdout).toMatch(
    /^eu +ok +at 1\.0\.0 +1 pending .*\nus +ok +at 1\.1\.0 +nothing pending .*\n$/,
  );
  const json = await runApp(['status', '--all', '--json', ...folder.at]);
  const [first] = json.stdout.split('\n').map((line) => line && JSON.parse(line));
  expect(first).toMatchObject({
    ...{ environment: 'eu', kind: 'status' },
    status: { kind: 'migrationStatus', currentVersion: '1.0.0', pending: ['002_name'] },
  });

  const plan = await runApp(['plan', '--all', ...folder.at]);
  expect(plan.stdout).toMatch(
    /^=== eu ===\nfrom 1\.0\.0 to 1\.1\.0: 1 migration\n[\s\S]*\neu +planned +at 1\.0\.0 +1 migration .*\nus +planned +at 1\.1\.0 +nothing to do .*\n$/,
  );
  const history = await runApp(['history', '--env', 'eu', '--env', 'us', ...folder.at]);
  expect(history.stdout).toMatch(
    /^=== eu ===\nrow [\s\S]*\n\n=== us ===\n[\s\S]*002_name[\s\S]*\n\neu +ok +1 run .*\nus +ok +2 runs .*\n$/,
  );

  folder.config({ eu: urlOf(eu), us: urlOf(us), gone });
  const verified = await runApp(['verify', '--all', '--to', '1.0.0', ...folder.at]);
  expect(verified.code).toBe(1);
  expect(verified.stdout).toMatch(
    /^=== eu ===\n.*legacy_log.*\n\n=== us ===\n[\s\S]*\neu +1 difference +at 1\.0\.0 .*\nus +1 difference .*\ngone +failed +DATABASE_UNREACHABLE/,
  );
  expect(verified.stdout).not.toContain('secret');
  folder.config({ eu: { ...urlOf(eu), exclude: ['public.legacy_*'] }, us: urlOf(us) });
  const drifted = await runApp(['verify', '--all', '--to', '1.0.0', ...folder.at]);
  expect(drifted.code).toBe(3);
  expect(drifted.stdout).toMatch(/\neu +ok +at 1\.0\.0 .*\nus +1 difference/);
});

test('a rollout in stages: none begins behind one that failed, and the same command goes on from there', async () => {
  await using one = await createTestDatabase();
  await using two = await createTestDatabase();
  await using three = await createTestDatabase();
  using folder = workFolder();
  folder.write('migrations/1.0.0/001_init/up.sql', 'CREATE TABLE product (id integer);\n');
  const environments = {
    one: urlOf(one),
    two: { ...urlOf(two), group: 'canary' },
    three: urlOf(three),
  };
  folder.config(environments);
  await inDatabase(one, 'CREATE TABLE product ()');
  const args = ['up', '--all', '--rollout', 'canary,66%,rest', '--allow-non-empty', ...folder.at];
  const stopped = await runApp(args);
  expect(stopped.code).toBe(1);
  expect(stopped.stderr).toMatch(/^stage canary: two\n[\s\S]*\nstage 66%: one\n/);
  expect(stopped.stdout).toMatch(
    /^two +ok +at 1\.0\.0 +1 migration .*\none +failed +MIGRATION_FAILED .*\nthree +not started\n/,
  );
  await inDatabase(one, 'DROP TABLE product');
  const resumed = await runApp([...args, '--json']);
  expect(resumed.code).toBe(0);
  const lines = resumed.stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(lines.filter(({ kind }) => kind === 'stageStarted')).toMatchObject([
    { time: expect.stringMatching(/Z$/), stage: 'canary', environments: ['two'] },
    { stage: '66%', environments: ['one'] },
    { stage: 'rest', environments: ['three'] },
  ]);
  expect(lines.slice(-3)).toMatchObject([
    { environment: 'two', result: { migrations: [] } },
    { environment: 'one', result: { toVersion: '1.0.0', migrations: [{}] } },
    { environment: 'three', result: { migrations: [{}] } },
  ]);
  const events = lines.filter(({ event }) => event);
  expect(events.every(({ time }) => !Number.isNaN(Date.parse(time)))).toBe(true);
});

test('an environment has a ledger, a search path and variables of its own, also behind a script that sets them', async () => {
  await using one = await createTestDatabase();
  await using two = await createTestDatabase();
  using folder = workFolder();
  await inDatabase(one, 'CREATE SCHEMA app');
  folder.write(
    'migrations/1.0.0/001_init/up.sql',
    "SET search_path = public; SET app.tenant = 'x';\n",
  );
  folder.write(
    'migrations/1.0.0/002_tenant/up.sql',
    "CREATE TABLE tenant AS SELECT current_setting('app.tenant') AS name;\n",
  );
  folder.config({
    one: {
      ...urlOf(one),
      ledgerSchema: 'one_migrations',
      searchPath: 'app, public',
      variables: { 'app.tenant': 'one of\\two' },
    },
    two: { ...urlOf(two), variables: { 'app.tenant': 'two' } },
  });
  const run = await runApp(['up', '--all', '--allow-non-empty', ...folder.at]);
  expect(run).toMatchObject({ code: 0 });
  expect(await inDatabase(one, 'SELECT name FROM app.tenant')).toEqual([{ name: 'one of\\two' }]);
  expect(await inDatabase(two, 'SELECT name FROM public.tenant')).toEqual([{ name: 'two' }]);
  const ledgers = "SELECT nspname AS name FROM pg_namespace WHERE nspname LIKE '%_migrations'";
  expect(await inDatabase(one, ledgers)).toEqual([{ name: 'one_migrations' }]);
  const single = await runApp(['status', '--env', 'one', ...folder.at]);
  expect(single.stdout).toContain('version  1.0.0\n');
});
