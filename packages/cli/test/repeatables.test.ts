import { createTestDatabase } from '@schema-service/local-postgres';
import {
  down,
  explain,
  openMigrationSource,
  squash,
  status,
  up,
  verify,
} from '@schema-service/migrator';
import { checkReleases } from '@schema-service/release';
import pg from 'pg';
import { expect, test } from 'vitest';
import { commitAll } from './released-repository.ts';
import { runInProcess } from './run-in-process.ts';
import { temporaryRepository } from './temporary-repository.ts';

const server = ['--server', process.env.TEST_DATABASE_URL ?? ''];
const LIST = 'CREATE OR REPLACE VIEW list AS SELECT id FROM "Review"';

/** Whether the view is there, and whether with the body. */
async function bodiesListed(connectionString: string): Promise<boolean | undefined> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  const { rows } = await client.query(
    `SELECT string_agg(attname, ',' ORDER BY attnum) AS names FROM pg_attribute WHERE attrelid = to_regclass('list')`,
  );
  await client.end();
  return rows[0].names === null ? undefined : rows[0].names === 'id,body';
}

test('a release has its repeatable scripts, and databases run those of the version that they go to', async () => {
  using repository = temporaryRepository({
    'package.json': '{ "name": "w", "private": true, "workspaces": ["packages/*"] }',
    'package-lock.json': '{}',
    'schema/schema.prisma': 'model Review {\n  id   Int     @id\n  body String?\n}\n',
    'migrations/repeatable/list.sql': `${LIST};\n`,
  });
  const { path } = repository;
  const schemactl = async (...args: readonly string[]) => runInProcess(path, [...args, ...server]);
  const release = async (version: string): Promise<string> => {
    repository.write(
      'packages/client/package.json',
      `{ "name": "@acme/db-client", "version": "${version}" }`,
    );
    repository.write('packages/client/CHANGELOG.md', `# db\n\n## ${version}\n\nAll of it.\n`);
    const created = await schemactl('version', 'create', '--date', '2026-11-20');
    expect({ ...created, stdout: '' }).toEqual({
      code: 0,
      stdout: '',
      stderr: expect.stringContaining('is frozen'),
    });
    return created.stdout;
  };
  repository.write(
    'packages/client/package.json',
    '{ "name": "@acme/db-client", "version": "0.0.0" }',
  );
  commitAll(repository, 'Begin');
  expect(await schemactl('migration', 'new', 'init')).toMatchObject({ code: 0 });
  await release('1.0.0');
  expect(repository.read('migrations/1.0.0/repeatable/list.sql')).toBe(`${LIST};\n`);

  // A down takes the column of the view away, which only a new view can.
  const drop = 'DROP VIEW IF EXISTS list;\n';
  repository.write(
    'migrations/repeatable/list.sql',
    `${drop}${LIST.replace('SELECT id', 'SELECT id, body')};\n`,
  );
  repository.write('migrations/repeatable/total.sql', 'CREATE OR REPLACE VIEW total AS SELECT 1;');
  const refused = await schemactl('migration', 'test');
  expect(refused.code).toBe(1);
  expect(refused.stdout + refused.stderr).toContain('cannot drop columns from view');
  repository.write('migrations/1.0.1/002_unlist/up.sql', 'DROP VIEW IF EXISTS list;');
  repository.write('migrations/1.0.1/002_unlist/down.sql', 'DROP VIEW IF EXISTS list;');
  expect(await schemactl('migration', 'test')).toMatchObject({ code: 0 });
  await release('1.0.1');

  // Scripts alone: a migration that does nothing stands for them in the history of databases.
  repository.write('migrations/repeatable/total.sql', 'CREATE OR REPLACE VIEW total AS SELECT 2;');
  const checked = await schemactl('check');
  expect(checked.stdout).toContain('CHANGESET_MISSING Repeatable scripts changed by a patch bump');
  expect(checked.stdout).toContain('migrations/repeatable/total.sql (patch)');
  expect(checked.stdout).not.toContain('MIGRATION_FAILED_REHEARSAL');
  const changed = await schemactl('change');
  expect(changed).toMatchObject({ code: 0, stdout: '.changeset/change-total.md\n' });
  expect(changed.stderr).toContain('ok       up');
  expect(repository.read('.changeset/change-total.md')).toMatch(
    /"@acme\/db-client": patch\n.*\nScripts that run again have changed: `migrations\/repeatable\/total\.sql`\.\n$/s,
  );
  expect(await schemactl('change')).toMatchObject({ code: 0, stdout: '' });
  expect((await schemactl('check')).stdout).not.toContain('CHANGESET_MISSING');
  await squash({
    ...{ connection: server[1] ?? '', migrations: `${path}/migrations`, version: '1.0.1' },
  });
  const frozen = await release('1.0.2');
  expect(frozen).toContain('migrations/1.0.2/003_repeatable/up.sql');
  expect(frozen).toContain('migrations/1.0.2/squash.sql');
  expect(JSON.parse(repository.read('schema/versions/1.0.2/metadata.json'))).toMatchObject({
    bump: 'patch',
    migrations: [{ id: '003_repeatable' }],
    repeatables: [{ name: 'list' }, { name: 'total' }],
    squash: { script: expect.any(String), record: expect.any(String) },
  });
  expect(repository.read('schema/versions/1.0.2/changelog.md')).toContain(
    '## What databases run again\n\n- `total` has changed.',
  );
  expect(await checkReleases(path)).toEqual([]);
  expect(await runInProcess(path, ['release', 'plan'])).toMatchObject({ code: 0, stdout: '' });

  const { migrations, snapshots, repeatables } = await openMigrationSource(path);
  const folder = { migrations: `${path}/migrations` };
  for (const source of [folder, { migrations, snapshots, repeatables }]) {
    await using database = await createTestDatabase();
    const connection = database.connectionString;
    const options = { ...source, connection };
    const differences = async () => (await verify(options)).differences;
    expect((await up({ ...options, to: '1.0.0' })).repeatables).toEqual(['list']);
    expect(await bodiesListed(connection)).toBe(false);
    expect(await differences()).toEqual([]);
    expect((await status(options)).repeatables).toMatchObject([
      { name: 'list', status: 'pending', reason: 'changed' },
      { name: 'total', status: 'pending', reason: 'new' },
    ]);
    expect((await up(options)).repeatables).toEqual(['list', 'total']);
    expect(await bodiesListed(connection)).toBe(true);
    expect(await differences()).toEqual([]);
    expect((await up(options)).repeatables).toBeUndefined();

    // What the version does not know stays, and is no drift.
    const back = await down({ ...options, to: '1.0.0', allowDataLoss: true });
    expect(back).toMatchObject({ toVersion: '1.0.0', repeatables: ['list'] });
    expect(await bodiesListed(connection)).toBe(false);
    expect(await differences()).toEqual([]);
    const { repeatables: states } = await status({ ...options, to: '1.0.0' });
    expect(states).toMatchObject([
      { name: 'list', status: 'applied' },
      { name: 'total', status: 'gone' },
    ]);
    await up(options);
    const client = new pg.Client({ connectionString: connection });
    await client.connect();
    await client.query('CREATE OR REPLACE VIEW total AS SELECT 3');
    await client.end();
    expect(await differences()).toMatchObject([{ kind: 'changed' }]);
  }

  // A new database on its way to the release begins with the squashed script that it brings, and is as any other.
  await using database = await createTestDatabase();
  const fresh = {
    ...{ connection: database.connectionString, migrations, snapshots, repeatables },
  };
  const planned = await explain({ ...fresh, direction: 'up' });
  expect(planned.steps.map((step) => step.path)).toEqual([
    ...['1.0.2/squash.sql', '1.0.2/003_repeatable/up.sql'],
  ]);
  expect((await up(fresh)).repeatables).toEqual(['list', 'total']);
  expect(await verify(fresh)).toMatchObject({ version: '1.0.2', differences: [] });
  expect(await status(fresh)).toMatchObject({ problems: [], pending: [] });
});
