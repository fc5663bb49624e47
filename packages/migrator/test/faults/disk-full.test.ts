import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, statfsSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTestDatabase } from '@schema-service/local-postgres';
import { expect, onTestFinished, test } from 'vitest';
import { status, up } from '../../src/index.ts';
import { migrationFolder } from '../migration-folder.ts';
import { query, tables } from '../query.ts';

/** A small disk with a folder of the server on it; `undefined` where none can be mounted. */
function mountSmallDisk(size: string): string | undefined {
  const directory = mkdtempSync(join(tmpdir(), 'tablespace-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  try {
    const options = `size=${size},mode=0777`;
    execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', directory], { stdio: 'pipe' });
  } catch {
    return undefined;
  }
  onTestFinished(() => void execFileSync('umount', ['--lazy', directory]));
  chmodSync(directory, 0o777);
  return directory;
}

const NO_DISK = 'a small file system can be mounted by root on Linux only';

test('the disk of the tablespace is full: rolled back and told, and with room up goes through', async ({
  skip,
}) => {
  const directory = mountSmallDisk('2m');
  if (directory === undefined) return skip(NO_DISK);

  await using database = await createTestDatabase();
  const space = `space_${database.name}`;
  const admin = (sql: string) => query(database.connectionString, sql);
  const location = join(directory, 'data');
  await makeFolderOfServer(admin, location);
  await admin(`CREATE TABLESPACE ${space} LOCATION '${location}'`);
  using folder = migrationFolder({
    '1.0.0/001_small/up.sql': 'CREATE TABLE small (id integer);',
    '1.0.0/002_large/up.sql': `CREATE TABLE large (filler text) TABLESPACE ${space};
      INSERT INTO large SELECT repeat('x', 1000) FROM generate_series(1, 10000);`,
  });
  const options = { connection: database.connectionString, migrations: folder.path };
  await expect(up(options)).rejects.toMatchObject({
    code: 'MIGRATION_FAILED',
    meta: { migration: '002_large', sqlState: '53100', statement: 2 },
  });
  expect(await tables(database.connectionString)).toEqual(['small']);
  expect((await status(options)).migrations[1]).toMatchObject({ status: 'failed', applied: false });

  execFileSync('mount', ['-o', 'remount,size=64m', directory]);
  await up(options);
  expect(await tables(database.connectionString)).toEqual(['large', 'small']);
  await admin('DROP TABLE large');
  await admin(`DROP TABLESPACE ${space}`);
});

test('the disk of the whole database is full, the history included: told so, and with room up goes on', async ({
  skip,
}) => {
  const directory = mountSmallDisk('64m');
  if (directory === undefined) return skip(NO_DISK);

  await using database = await createTestDatabase();
  const space = `space_${database.name}`;
  const admin = (sql: string) => query(database.connectionString, sql);
  const location = join(directory, 'data');
  await makeFolderOfServer(admin, location);
  await admin(`CREATE TABLESPACE ${space} LOCATION '${location}'`);
  const name = `full_${database.name}`;
  await admin(`CREATE DATABASE ${name} TABLESPACE ${space}`);
  try {
    const connection = Object.assign(new URL(database.connectionString), { pathname: name }).href;
    using folder = migrationFolder({
      '1.0.0/001_small/up.sql': 'CREATE TABLE small (id integer);',
      '1.0.0/002_more/up.sql': 'CREATE TABLE more (id integer PRIMARY KEY);',
    });
    const options = { connection, migrations: folder.path };
    const filler = join(directory, 'filler');
    // Who connects first writes a cache to the disk, and without it nobody connects.
    await query(connection, 'SELECT 1');
    fill(directory, filler);
    await expect(up(options)).rejects.toMatchObject({ code: 'DATABASE_DISK_FULL' });
    expect(await tables(connection)).toEqual([]);

    truncateSync(filler);
    const run = up({
      ...options,
      onEvent: ({ kind }) => {
        if (kind === 'migrationApplied') fill(directory, filler);
      },
    });
    await expect(run).rejects.toMatchObject({ meta: { migration: '002_more', sqlState: '53100' } });
    truncateSync(filler);
    expect((await status(options)).migrations.map((state) => state.status)).toEqual([
      'success',
      'failed',
    ]);
    await up(options);
    expect(await tables(connection)).toEqual(['more', 'small']);
  } finally {
    await admin(`DROP DATABASE ${name} WITH (FORCE)`);
    await admin(`DROP TABLESPACE ${space}`);
  }
});

function fill(directory: string, file: string): void {
  const { bavail, bsize } = statfsSync(directory);
  writeFileSync(file, Buffer.alloc(bavail * bsize));
}

/** A tablespace has to belong to the server's own account, which this process is not. */
async function makeFolderOfServer(
  admin: (sql: string) => Promise<unknown>,
  location: string,
): Promise<void> {
  await admin(`COPY (SELECT 1) TO PROGRAM 'mkdir -m 0700 ${location}'`);
}
