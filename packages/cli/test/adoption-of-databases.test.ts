import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { createTestDatabase } from '@schema-service/local-postgres';
import {
  baseline,
  down,
  formatDifference,
  readDatabaseScript,
  up,
  verify,
} from '@schema-service/migrator';
import pg from 'pg';
import { expect, test } from 'vitest';
import { databaseShapes, toolTables } from './database-shapes.ts';
import { runInProcess } from './run-in-process.ts';
import { type TemporaryRepository, temporaryRepository } from './temporary-repository.ts';

const server = ['--server', process.env.TEST_DATABASE_URL ?? ''];

async function query(connectionString: string, ...texts: readonly string[]): Promise<unknown> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    let rows: readonly unknown[] = [];
    for (const sql of texts) ({ rows } = await client.query(sql));
    return rows;
  } finally {
    await client.end();
  }
}

/** All that is in a database: every relation, our own and those of tools among them, and what makes it. */
async function contentOf(connectionString: string): Promise<unknown> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    await client.query('BEGIN READ ONLY');
    const { rows } = await client.query(
      'SELECT oid, xmin, relname FROM pg_class WHERE oid >= 16384 ORDER BY oid',
    );
    return [rows, await readDatabaseScript(client)];
  } finally {
    await client.end();
  }
}

const init = (folder: TemporaryRepository, url: string, ...more: readonly string[]) =>
  runInProcess(folder.path, [
    ...['init', '--from', url, '--yes', '--scope', '@acme', ...more],
    ...server,
  ]);

const differencesOf = async (connection: string, migrations: string): Promise<readonly string[]> =>
  (await verify({ connection, migrations })).differences.map(formatDifference);

const addNote = (schema: string): string =>
  schema.replace(/(model \w+ \{)(?![^}]*@@ignore)/, '$1\n  adoptionNote String?');

test.each(Object.entries(databaseShapes))(
  '%s: adopted, baselined, verified, changed, checked and migrated',
  async (_name, { sql, schema, accepted = [], summary = [], change = addNote, drafts }) => {
    using folder = temporaryRepository({}, { config: false });
    await using database = await createTestDatabase();
    const connection = database.connectionString;
    await query(connection, sql);
    const before = await contentOf(connection);
    const more: string[] = [];
    if (accepted.length > 0) {
      const refused = await init(folder, connection);
      expect(refused.stderr).toContain('error ADOPTION_MISMATCH');
      expect(readdirSync(folder.path)).toEqual([]);
      more.push('--accept-differences');
    }
    const adopted = await init(folder, connection, ...more);
    expect(adopted, adopted.stderr).toMatchObject({ code: 0 });
    for (const text of summary) expect(adopted.stderr).toContain(text);
    expect(await contentOf(connection)).toEqual(before);
    const file = 'migrations/accepted-differences.json';
    const found = existsSync(join(folder.path, file))
      ? JSON.parse(folder.read(file)).differences
      : [];
    expect(
      found.map(({ name }: { name: string }) => /(\w+)"?$/.exec(name)?.[1]).toSorted(),
    ).toEqual(accepted.toSorted());
    const text = folder.read('schema/schema.prisma');
    for (const said of schema) {
      if (typeof said === 'string') expect(text).toContain(said);
      else expect(text).toMatch(said);
    }

    const ours = join(folder.path, 'migrations');
    await baseline({ connection, migrations: ours, version: '1.0.0' });
    expect(await differencesOf(connection, ours)).toEqual([]);
    folder.write('schema/schema.prisma', change(text));
    const changed = await runInProcess(folder.path, ['change', ...server]);
    expect(changed, changed.stderr).toMatchObject({ code: 0 });
    const version = readdirSync(ours).find((name) => /^\d/.test(name) && name !== '1.0.0') ?? '';
    const drafted = readdirSync(join(ours, version))
      .flatMap((id) => [`${id}/up.sql`, `${id}/down.sql`])
      .map((path) => folder.read(`migrations/${version}/${path}`))
      .join('\n');
    if (drafts !== undefined) expect(drafted).toMatch(drafts);
    const checked = await runInProcess(folder.path, ['check', ...server]);
    expect(checked, checked.stdout).toMatchObject({ code: 0 });
    await up({ connection, migrations: ours });
    await down({ connection, migrations: ours, to: '1.0.0', allowDataLoss: true });
    expect(await differencesOf(connection, ours)).toEqual([]);
  },
);

/** Three tools call their table the same. */
const together = Object.keys(toolTables).filter((tool) => !['dbmate', 'Rails'].includes(tool));

test.each([[together], [['dbmate']], [['Rails']]])(
  'a database of %s: what keeps a history is named, left out, and no drift',
  async (tools) => {
    using folder = temporaryRepository({}, { config: false });
    await using database = await createTestDatabase();
    const connection = database.connectionString;
    const tables = tools.map((tool) => toolTables[tool]?.sql ?? '');
    await query(connection, ...tables, 'CREATE TABLE users (id int PRIMARY KEY)');
    const adopted = await init(folder, connection);
    expect(adopted, adopted.stderr).toMatchObject({ code: 0 });
    for (const tool of tools) expect(adopted.stderr).toMatch(toolTables[tool]?.says ?? /$^/);
    expect(folder.read('migrations/1.0.0/001_init/up.sql')).toBe(
      'CREATE TABLE public.users (\n    id integer NOT NULL,\n    CONSTRAINT users_pkey PRIMARY KEY (id)\n);\n',
    );
    expect(folder.read('schema/schema.prisma').match(/^model .*/gm)).toEqual(['model User {']);
    const migrations = join(folder.path, 'migrations');
    await baseline({ connection, migrations, version: '1.0.0' });
    expect(await differencesOf(connection, migrations)).toEqual([]);
  },
);

const noFiles = (folder: TemporaryRepository): void => expect(readdirSync(folder.path)).toEqual([]);

test('the password is in no output and no file', async () => {
  using folder = temporaryRepository({}, { config: false });
  await using database = await createTestDatabase();
  const role = `adopter_${process.pid}`;
  await query(
    database.connectionString,
    'CREATE TABLE users (id int PRIMARY KEY)',
    `CREATE ROLE ${role} LOGIN PASSWORD 'corr3ct-horse'`,
  );
  try {
    const url = new URL(database.connectionString);
    url.username = role;
    url.password = 'corr3ct-horse';
    // The role has no right on the table: the catalogs are enough.
    const adopted = await init(folder, url.href, '--json');
    expect(adopted, adopted.stderr).toMatchObject({ code: 0 });
    const files = readdirSync(folder.path, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(folder.path.length + 1));
    const texts = [adopted.stdout, adopted.stderr, ...files.map((file) => folder.read(file))];
    for (const text of texts) expect(text).not.toContain('corr3ct');
    expect(JSON.parse(adopted.stdout)).toMatchObject({
      kind: 'repositoryCreated',
      adopted: expect.stringMatching(/^postgresql:\/\/[^@]+$/),
      histories: [],
    });
  } finally {
    await query(database.connectionString, `DROP ROLE ${role}`);
  }
});

test('what cannot be adopted is refused, and leaves nothing', async () => {
  using folder = temporaryRepository({}, { config: false });
  await using database = await createTestDatabase();
  const connection = database.connectionString;
  const empty = await init(folder, connection);
  expect(empty).toMatchObject({ code: 1 });
  expect(empty.stderr).toContain('error ADOPTION_DATABASE_EMPTY');
  const nowhere = await init(folder, 'postgresql://u:s3cret-word@127.0.0.1:1/db');
  expect(nowhere.stderr).toContain('error DATABASE_UNREACHABLE');
  const missing = new URL(connection);
  missing.pathname = '/no_such_database';
  expect((await init(folder, missing.href)).stderr).toContain('error DATABASE_NOT_FOUND');
  expect((await init(folder, 'postgresql://u:p@ss@h/db')).stderr).toContain(
    'error DATABASE_URL_INVALID',
  );
  const role = `stranger_${process.pid}`;
  const { pathname } = new URL(connection);
  await query(
    connection,
    `CREATE ROLE ${role} LOGIN PASSWORD 'x'; REVOKE CONNECT ON DATABASE "${pathname.slice(1)}" FROM PUBLIC`,
  );
  try {
    const stranger = new URL(connection);
    stranger.username = role;
    stranger.password = 'x';
    expect((await init(folder, stranger.href)).stderr).toContain(
      'error DATABASE_PERMISSION_DENIED',
    );
  } finally {
    await query(connection, `DROP ROLE ${role}`);
  }
  noFiles(folder);
});

test('what no file here makes is no difference afterwards, and what is made of its kind later is one', async () => {
  using folder = temporaryRepository({}, { config: false });
  await using database = await createTestDatabase();
  const connection = database.connectionString;
  await query(
    connection,
    `CREATE TABLE "Item" (id int PRIMARY KEY);
     CREATE PUBLICATION told FOR TABLE "Item";
     CREATE FUNCTION noted() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END';
     CREATE EVENT TRIGGER noted ON ddl_command_end EXECUTE FUNCTION noted()`,
  );
  const adopted = await init(folder, connection);
  expect(adopted, adopted.stderr).toMatchObject({ code: 0 });
  expect(adopted.stderr).toMatch(/publication +told/);
  const ours = join(folder.path, 'migrations');
  await baseline({ connection, migrations: ours, version: '1.0.0' });
  expect(await differencesOf(connection, ours)).toEqual([]);
  await query(connection, 'CREATE PUBLICATION later FOR ALL TABLES');
  expect(await differencesOf(connection, ours)).toEqual([
    'publication later: not expected, is there',
  ]);
});
