import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createTestDatabase } from '@schema-service/local-postgres';
import pg from 'pg';
import { expect, test } from 'vitest';
import { runApp } from './run-app.ts';

test('up --all: a failure stops the rollout, --keep-going does not, and the table says how each ended', async () => {
  await using good = await createTestDatabase();
  await using bad = await createTestDatabase();
  await using last = await createTestDatabase();
  const folder = mkdtempSync(join(tmpdir(), 'rollout-'));
  try {
    mkdirSync(join(folder, 'migrations/1.0.0/001_init'), { recursive: true });
    const onlyWithout = `DO $$ BEGIN IF current_database() = '${new URL(bad.connectionString).pathname.slice(1)}'
      THEN RAISE EXCEPTION 'not here'; END IF; END $$;`;
    writeFileSync(join(folder, 'migrations/1.0.0/001_init/up.sql'), onlyWithout);
    const config = join(folder, 'migrator.config.json');
    const urls = { good, bad, last };
    const environments = Object.fromEntries(
      Object.entries(urls).map(([name, { connectionString: url }]) => [name, { url }]),
    );
    writeFileSync(config, JSON.stringify({ environments }));
    const at = ['--config', config, '--dir', join(folder, 'migrations')];

    const stopped = await runApp(['up', '--all', '--concurrency', '1', ...at]);
    expect(stopped.code).toBe(1);
    expect(stopped.stdout).toMatch(
      /^good +ok +at 1\.0\.0 +1 migration .*\nbad +failed +MIGRATION_FAILED .*\nlast +not started\n\nbad: 1\.0\.0\/001_init\/up\.sql:1: .*\n {2}why: not here/,
    );
    expect(stopped.stderr).toContain('good: [1/1] applied 1.0.0/001_init');

    const on = await runApp(['up', '--all', '--concurrency', '1', '--keep-going', '--json', ...at]);
    expect(on.code).toBe(1);
    const outcomes = on.stdout
      .trim()
      .split('\n')
      .slice(-3)
      .map((line) => JSON.parse(line));
    expect(outcomes).toMatchObject([
      { environment: 'good', kind: 'moved', result: { migrations: [] } },
      { environment: 'bad', kind: 'failed', error: { code: 'MIGRATION_FAILED' } },
      { environment: 'last', kind: 'moved', result: { toVersion: '1.0.0' } },
    ]);
    expect((await runApp(['status', '--env', 'last', ...at])).stdout).toContain('version  1.0.0\n');
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('up --all --dry-run: the plan and the SQL of each under its name, and nothing is touched', async () => {
  await using behind = await createTestDatabase();
  await using fresh = await createTestDatabase();
  const folder = mkdtempSync(join(tmpdir(), 'rollout-'));
  const write = (path: string, text: string): void => {
    mkdirSync(join(folder, dirname(path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  try {
    write('migrations/1.0.0/001_init/up.sql', 'CREATE TABLE product (id integer);\n');
    const dir = ['--dir', join(folder, 'migrations')];
    await runApp(['up', ...dir, '--database-url', behind.connectionString]);
    write('migrations/1.1.0/002_name/up.sql', 'ALTER TABLE product ADD name text;\n');
    const environments = {
      behind: { url: behind.connectionString },
      gone: { url: 'postgresql://app:secret@127.0.0.1:1/shop' },
      fresh: { url: fresh.connectionString },
    };
    write('migrator.config.json', JSON.stringify({ environments }));
    const at = ['--config', join(folder, 'migrator.config.json'), ...dir];

    const single = async ({ connectionString }: { connectionString: string }) =>
      (await runApp(['up', '--dry-run', ...dir, '--database-url', connectionString])).stdout;
    const shown = await runApp(['up', '--all', '--dry-run', ...at]);
    expect(shown).toMatchObject({ code: 1, stderr: '' });
    const plans = `=== behind ===\n${await single(behind)}\n=== fresh ===\n${await single(fresh)}\n`;
    expect(plans).toContain('-- 1.1.0/002_name/up.sql\nALTER TABLE product ADD name text;\n');
    expect(shown.stdout.slice(0, plans.length)).toBe(plans);
    expect(shown.stdout.slice(plans.length)).toMatch(
      /^behind +planned +at 1\.0\.0 +1 migration .*\ngone +failed +DATABASE_UNREACHABLE .*\nfresh +planned +at no version +2 migrations .*\n\ngone: No connection to the database "shop" on 127\.0\.0\.1:1\./,
    );
    expect(shown.stdout).not.toContain('secret');

    const args = [
      'up',
      '--env',
      'behind',
      '--env',
      'fresh',
      '--dry-run',
      '--json',
      '--to',
      '1.0.0',
    ];
    const json = await runApp([...args, ...at]);
    expect(json).toMatchObject({ code: 0, stderr: '' });
    expect(
      json.stdout
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toMatchObject([
      { environment: 'behind', kind: 'planned', plan: { kind: 'planReport', steps: [] } },
      { environment: 'fresh', kind: 'planned', plan: { steps: [{ migration: '001_init' }] } },
    ]);

    const client = new pg.Client({ connectionString: fresh.connectionString });
    await client.connect();
    const { rows } = await client.query(
      "SELECT nspname FROM pg_namespace WHERE nspname !~ '^(pg_|information_schema$|public$)'",
    );
    await client.end();
    expect(rows).toEqual([]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('baseline --all: every database that is as the version says is adopted, and the others are told', async () => {
  await using one = await createTestDatabase();
  await using other = await createTestDatabase();
  await using source = await createTestDatabase();
  const folder = mkdtempSync(join(tmpdir(), 'rollout-'));
  try {
    mkdirSync(join(folder, 'migrations/1.0.0/001_init'), { recursive: true });
    const table = 'CREATE TABLE product (id integer);\n';
    writeFileSync(join(folder, 'migrations/1.0.0/001_init/up.sql'), table);
    const dir = ['--dir', join(folder, 'migrations')];
    await runApp(['up', ...dir, '--database-url', source.connectionString]);
    await runApp(['snapshot', ...dir, '--database-url', source.connectionString]);
    const client = new pg.Client({ connectionString: other.connectionString });
    await client.connect();
    await client.query(table).finally(() => client.end());
    const config = join(folder, 'migrator.config.json');
    const environments = {
      one: { url: one.connectionString },
      other: { url: other.connectionString },
    };
    writeFileSync(config, JSON.stringify({ environments }));
    const at = ['--config', config, ...dir];
    const run = await runApp(['baseline', '--to', '1.0.0', '--all', ...at]);
    expect(run.code).toBe(1);
    expect(run.stdout).toMatch(
      /^one +failed +MIGRATION_DRIFT .*\nother +ok +at 1\.0\.0 +1 migration recorded .*\n\none: /,
    );
    expect((await runApp(['verify', '--env', 'other', ...at])).code).toBe(0);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
