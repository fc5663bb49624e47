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
});

afterEach(() => rmSync(folder, { recursive: true }));

const FILES = {
  '1.0.0/001_init/up.sql': 'CREATE TABLE reviews (id integer PRIMARY KEY, body text);',
  '1.0.0/002_open/up.sql':
    '-- migrator: phase = open\nCREATE SCHEMA db_1_0_0; CREATE VIEW db_1_0_0.reviews AS SELECT id, body FROM reviews;',
  '2.0.0/003_open/up.sql':
    '-- migrator: phase = open\nCREATE SCHEMA db_2_0_0; CREATE VIEW db_2_0_0.reviews AS SELECT id, body AS content FROM reviews;',
  '2.0.0/003_open/down.sql': '-- migrator: rollback = instant\nDROP SCHEMA db_2_0_0 CASCADE;',
  '2.0.0/004_contract/up.sql':
    '-- migrator: phase = contract\nDROP SCHEMA db_1_0_0 CASCADE; ALTER TABLE reviews RENAME COLUMN body TO content;',
};

test('versions side by side, from the second one to the end of the first', async () => {
  for (const [file, text] of Object.entries(FILES)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  }
  await using database = await createTestDatabase();
  const at = ['--dir', folder, '--database-url', database.connectionString];
  const run = (...words: readonly string[]) => runApp([...words, ...at]);
  expect(await run('up', '--to', '1.0.0')).toMatchObject({ code: 0 });
  expect(await run('up')).toMatchObject({ code: 0 });
  expect(await run('abandon', '2.0.0', '--yes')).toMatchObject({ code: 0 });
  expect((await run('versions')).stdout).not.toContain('2.0.0');
  expect(await run('up')).toMatchObject({ code: 0 });

  expect(await run('retire', '1.0.0', '--on', '2999-12-31', '--message', 'Ask Ann.')).toMatchObject(
    {
      code: 0,
      stdout: '1.0.0 ends on 2999-12-31: its clients are told to move to 2.0.0 or higher\n',
    },
  );
  const client = new pg.Client({ connectionString: database.connectionString });
  await client.connect();
  try {
    await client.query(`SELECT schema_migrations.hello('1.0.0', 'web', 'node')`);
    const found = (await run('versions')).stdout;
    expect(found).toMatch(/^1\.0\.0 +retiring +db_1_0_0 .* ends on 2999-12-31: Ask Ann\.$/m);
    expect(found).toMatch(/^2\.0\.0 +open +db_2_0_0/m);
    expect(found).toMatch(/^1\.0\.0 is used:\n {2}web \(node\) said hello at .*Z$/m);
    expect(found).toContain('\nwaiting: 2.0.0/004_contract for the end of 1.0.0, used by web\n');
    const stood = (await run('status')).stdout;
    expect(stood).toContain(
      '\nserves   1.0.0 (ends on 2999-12-31), 2.0.0\nwaiting  004_contract\n',
    );
    const refused = await run('contract', '1.0.0');
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain('1.0.0: web (node) said hello at ');
    await client.query(`UPDATE schema_migrations.usage SET last_seen = now() - interval '2 days'`);
  } finally {
    await client.end();
  }
  const planned = await run('contract', '1.0.0', '--quiet', '1d', '--dry-run');
  expect(planned.stdout).toContain(
    'up 2.0.0/004_contract: 2 statements in one transaction, phase contract\n',
  );
  expect(planned.stdout).toContain('DROP SCHEMA db_1_0_0 CASCADE');
  const brownout = ['--quiet', '1d', '--brownout', '10min'];
  expect((await run('contract', '1.0.0', ...brownout)).stderr).toContain('would shut nobody out');
  expect(await run('contract', '1.0.0', '--quiet', '1d')).toMatchObject({
    code: 0,
    stdout: '1 migration run, the database is at 2.0.0\n',
  });
  expect((await run('versions')).stdout).toMatch(/^1\.0\.0 +ended /m);
});

test('a version is given its schema, and of several databases each says which versions it serves', async () => {
  for (const [file, text] of Object.entries(FILES).slice(0, 1)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  }
  await using eu = await createTestDatabase();
  await using us = await createTestDatabase();
  const config = join(folder, 'migrator.config.json');
  const environments = { eu: { url: eu.connectionString }, us: { url: us.connectionString } };
  writeFileSync(config, JSON.stringify({ environments }));
  const run = (...words: readonly string[]) =>
    runApp([...words, '--dir', folder, '--config', config]);
  await run('up', '--all');
  expect((await run('adopt', '--env', 'eu', '--dry-run')).stdout).toContain(
    'CREATE VIEW "db_1_0_0"."reviews" AS SELECT "id", "body" FROM public.reviews;\n',
  );
  expect(await run('adopt', '--env', 'eu')).toMatchObject({
    code: 0,
    stdout: '1.0.0 has db_1_0_0 now: clients that connect work there\n',
  });
  expect((await run('adopt', '--env', 'eu', '--json')).stdout).toBe(
    '{"kind":"adoptResult","version":"1.0.0","schema":"db_1_0_0","statements":[]}\n',
  );
  const all = await run('versions', '--all');
  expect(all.stdout).toMatch(
    /^=== eu ===\n1\.0\.0 +open +db_1_0_0 .*\n\n=== us ===\n1\.0\.0 +open .*\n\neu +ok +serves 1\.0\.0 +nothing waits .*\nus +ok +serves 1\.0\.0 +nothing waits .*\n$/,
  );
});
