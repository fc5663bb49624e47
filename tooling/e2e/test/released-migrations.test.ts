import { execFile } from 'node:child_process';
import { appendFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createPostgresCatalog, ensureCatalogSchema } from '@schema-service/catalog';
import { createTestDatabase } from '@schema-service/local-postgres';
import { squash, up } from '@schema-service/migrator';
import {
  buildRelease,
  freezeRelease,
  publishRelease,
  type ReadRelease,
  readReleases,
} from '@schema-service/release';
import { loadConfig } from '@schema-service/repository';
import pg from 'pg';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { startSchemaApi } from './schema-api-process.ts';
import { root } from './started.ts';

// What a deployment does that has no checkout of the schema's repository: the packed package, installed by npm, or the
// Schema API, and the built command, in a folder that has nothing else.

const execute = promisify(execFile);
const minute = 60_000;
const name = '@org/db-migrations';
let folder: string;
let releases: readonly ReadRelease[];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'deployment-'));
  releases = await readReleases(root);
  const [artifact] = await buildOf(releases.at(-1));
  if (artifact === undefined) throw new Error('nothing was built');
  writeFileSync(join(folder, artifact.filename), artifact.bytes);
  writeFileSync(join(folder, 'package.json'), '{ "private": true }');
  const flags = ['--offline', '--no-audit', '--no-fund'];
  await execute('npm', ['install', `./${artifact.filename}`, ...flags], { cwd: folder });
}, minute);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function buildOf(release: ReadRelease | undefined) {
  if (release === undefined) throw new Error('nothing is released');
  return buildRelease(release, { ...loadConfig(root), clients: {} });
}

/** Runs the command in the folder of the deployment. */
async function migrator(databaseUrl: string, ...args: readonly string[]) {
  const main = join(root, 'apps/migrator/dist/main.cjs');
  const env = { PATH: process.env.PATH, DATABASE_URL: databaseUrl };
  return execute(process.execPath, [main, ...args], { cwd: folder, env }).then(
    ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
    ({ code, stdout, stderr }) => ({ code, stdout, stderr }),
  );
}

test(
  'every command takes the migrations of the installed package',
  async () => {
    await using database = await createTestDatabase();
    const run = (...args: readonly string[]) =>
      migrator(database.connectionString, ...args, '--from', name);

    const planned = await run('plan', '--to', '1.1.0');
    expect(planned).toMatchObject({
      code: 0,
      stderr: `4 releases of ${name}, up to 3.0.0: verified\n`,
    });
    expect(planned.stdout).toContain('1.1.0/004_prospects');
    expect(planned.stdout).not.toContain('2.0.0/');

    const moved = await run('up', '--to', '2.0.0');
    expect(moved).toMatchObject({
      code: 0,
      stdout: '6 migrations run, the database is at 2.0.0\n',
    });
    expect(await run('verify')).toMatchObject({ code: 0, stdout: '' });
    const again = await run('up', '--to', '2.0.0');
    expect(again.stdout).toBe('nothing to do, the database is at 2.0.0\n');
    const status = await run('status', '--json');
    expect(JSON.parse(status.stdout)).toMatchObject({ currentVersion: '2.0.0', problems: [] });
    expect(status.stderr).toBe('');

    const back = await run('down', '--to', '1.0.0', '--yes', '--allow-data-loss');
    expect(back).toMatchObject({ code: 0, stdout: '4 migrations run, the database is at 1.0.0\n' });
    expect(await run('verify')).toMatchObject({ code: 0 });
  },
  minute,
);

test(
  'a database of another history is adopted by the package',
  async () => {
    await using database = await createTestDatabase();
    const url = database.connectionString;
    expect(await migrator(url, 'up', '--to', '1.1.0', '--from', name)).toMatchObject({ code: 0 });
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    await client.query('DROP SCHEMA schema_migrations CASCADE');
    await client.end();
    const adopted = await migrator(url, 'baseline', '--to', '1.1.0', '--from', name);
    expect(adopted.stdout).toBe('the database is at 1.1.0: 4 migrations recorded, none run\n');
  },
  minute,
);

test(
  'a package that was edited is refused, and nothing is applied',
  async () => {
    await using database = await createTestDatabase();
    const path = 'migrations/2.0.0/006_monitoring/up.sql';
    appendFileSync(join(folder, 'node_modules', name, path), '-- edited\n');
    try {
      const refused = await migrator(database.connectionString, 'up', '--from', name);
      expect(refused.code).toBe(1);
      expect(refused.stderr).toContain(`${path}: its SHA-256 is not`);
      expect(refused.stderr).toContain('MIGRATION_SOURCE_EDITED');
    } finally {
      const flags = ['--offline', '--no-audit', '--no-fund'];
      rmSync(join(folder, 'node_modules'), { recursive: true });
      await execute('npm', ['install', ...flags], { cwd: folder });
    }
    const status = await migrator(database.connectionString, 'status', '--json', '--from', name);
    expect(JSON.parse(status.stdout)).toMatchObject({ currentVersion: null });
  },
  minute,
);

test(
  'the Schema API serves what a deployment runs',
  async () => {
    await using catalog = await createTestDatabase();
    await using database = await createTestDatabase();
    await publishAll(catalog.connectionString, releases);
    await using server = await startSchemaApi({ DATABASE_URL: catalog.connectionString });
    const { url } = server;
    const run = (...args: readonly string[]) =>
      migrator(database.connectionString, ...args, '--from', url);
    const moved = await run('up', '--to', '1.1.0');
    expect(moved).toMatchObject({
      code: 0,
      stdout: '4 migrations run, the database is at 1.1.0\n',
      stderr: expect.stringContaining(`4 releases of ${url}, up to 3.0.0: verified\n`),
    });
    expect(await run('up')).toMatchObject({
      stdout: '30 migrations run, the database is at 3.0.0\n',
    });
    expect(await run('verify')).toMatchObject({ code: 0, stdout: '' });
    const back = await run('down', '--to', '1.1.0', '--yes', '--allow-data-loss');
    expect(back).toMatchObject({ code: 0 });
    const unknown = await run('up', '--to', '4.0.0');
    expect(unknown.stderr).toContain('It has 1.0.0, 1.1.0, 2.0.0, 3.0.0.');
    // The package is in its npm registry, too.
    const packument = (await (await fetch(`${url}/npm/@org%2fdb-migrations`)).json()) as {
      versions: object;
    };
    expect(Object.keys(packument.versions)).toEqual(['1.0.0', '1.1.0', '2.0.0', '3.0.0']);
    // And no client is made of it.
    expect((await fetch(`${url}/client/2.0.0/node`)).status).toBe(404);
  },
  minute,
);

test(
  'a new database begins with the squashed script of what the Schema API serves',
  async () => {
    await using catalog = await createTestDatabase();
    await using fresh = await createTestDatabase();
    await using older = await createTestDatabase();
    const repository = mkdtempSync(join(tmpdir(), 'squashed-'));
    onTestFinished(() => rmSync(repository, { recursive: true }));
    const write = (path: string, text: string): void => {
      mkdirSync(join(repository, path, '..'), { recursive: true });
      writeFileSync(join(repository, path), text);
    };
    const datasource = 'datasource db {\n  provider = "postgresql"\n}\n';
    const model = (...fields: readonly string[]): string =>
      `${datasource}model Review {\n  id Int @id\n${fields.map((field) => `  ${field}\n`).join('')}}\n`;
    const freeze = (version: string) =>
      freezeRelease(repository, version, { date: '2026-11-29', changelog: 'It is.\n' });
    write('schema/schema.prisma', model('body String?'));
    write('migrations/1.0.0/001_init/up.sql', 'CREATE TABLE "Review" (id integer PRIMARY KEY);');
    write('migrations/1.0.0/002_body/up.sql', 'ALTER TABLE "Review" ADD COLUMN body text;');
    await freeze('1.0.0');
    await publishAll(catalog.connectionString, await readReleases(repository));
    await using server = await startSchemaApi({ DATABASE_URL: catalog.connectionString });
    const run = (database: { readonly connectionString: string }, ...args: readonly string[]) =>
      migrator(database.connectionString, ...args, '--from', server.url);
    expect((await run(older, 'up')).stdout).toBe('2 migrations run, the database is at 1.0.0\n');

    const migrations = join(repository, 'migrations');
    await squash({ connection: fresh.connectionString, migrations, version: '1.0.0' });
    write('schema/schema.prisma', model('body String?', 'title String?'));
    write('migrations/1.1.0/003_title/up.sql', 'ALTER TABLE "Review" ADD COLUMN title text;');
    await freeze('1.1.0');
    await publishAll(catalog.connectionString, (await readReleases(repository)).slice(1));

    // The script stands for both migrations of 1.0.0.
    expect((await run(fresh, 'up')).stdout).toBe('2 migrations run, the database is at 1.1.0\n');
    expect((await run(older, 'up')).stdout).toBe('1 migration run, the database is at 1.1.0\n');
    for (const database of [fresh, older]) {
      const { stdout } = await run(database, 'status', '--json');
      expect(JSON.parse(stdout)).toMatchObject({
        currentVersion: '1.1.0',
        problems: [],
        migrations: [
          { migration: '001_init', status: 'success' },
          { migration: '002_body', status: 'success' },
          { migration: '003_title', status: 'success' },
        ],
      });
      expect((await run(database, 'up')).stdout).toBe('nothing to do, the database is at 1.1.0\n');
    }
  },
  2 * minute,
);

async function publishAll(databaseUrl: string, all: readonly ReadRelease[]): Promise<void> {
  await ensureCatalogSchema(databaseUrl, up);
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 2 });
  try {
    const catalog = createPostgresCatalog({ pool });
    for (const release of all) await publishRelease(release, await buildOf(release), catalog);
  } finally {
    await pool.end();
  }
}
