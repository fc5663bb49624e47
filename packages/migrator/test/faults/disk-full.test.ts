import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  closeSync,
  mkdtempSync,
  openSync,
  rmSync,
  statfsSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTestDatabase } from '@schema-service/local-postgres';
import { expect, onTestFinished, test } from 'vitest';
import { type DatabaseOptions, status, up } from '../../src/index.ts';
import { migrationFolder } from '../migration-folder.ts';
import { query, tables } from '../query.ts';

const NO_DISK = 'a small file system can be mounted by root on Linux only';

const TOO_LARGE = `SELECT repeat('x', 1000) AS filler FROM generate_series(1, 30000)`;

test('the disk of the tablespace is full: rolled back and told, and with room up goes through', async ({
  skip,
}) => {
  const disk = mountSmallDisk('2m');
  if (!disk) return skip(NO_DISK);

  await using database = await createTestDatabase();
  const space = `space_${database.name}`;
  const admin = (sql: string) => query(database.connectionString, sql);
  await makeTablespace(admin, space, disk.directory);
  using folder = migrationFolder({
    '1.0.0/001_small/up.sql': 'CREATE TABLE small (id integer);',
    '1.0.0/002_large/up.sql': `CREATE TABLE large (filler text) TABLESPACE ${space};
      INSERT INTO large ${TOO_LARGE};`,
  });
  const options = { connection: database.connectionString, migrations: folder.path };
  await expectFullDisk(options, 2);

  disk.enlarge();
  await up(options);
  expect(await tables(database.connectionString)).toEqual(['large', 'small']);
  await admin('DROP TABLE large');
  await admin(`DROP TABLESPACE ${space}`);
});

test('the disk of the whole database is full, the history included: told so, and with room up goes on', async ({
  skip,
}) => {
  const disk = mountSmallDisk('32m');
  if (!disk) return skip(NO_DISK);

  await using database = await createTestDatabase();
  const space = `space_${database.name}`;
  const admin = (sql: string) => query(database.connectionString, sql);
  await makeTablespace(admin, space, disk.directory);
  const name = `full_${database.name}`;
  await admin(`CREATE DATABASE ${name} TABLESPACE ${space}`);
  try {
    const connection = Object.assign(new URL(database.connectionString), { pathname: name }).href;
    using folder = migrationFolder({
      '1.0.0/001_small/up.sql': 'CREATE TABLE small (id integer);',
      '1.0.0/002_large/up.sql': `CREATE TABLE large AS ${TOO_LARGE};`,
    });
    const options = { connection, migrations: folder.path };
    // Who connects first writes a cache to the disk, and without it nobody connects.
    const letNobodyIn = disk.fill();
    await expect(up(options)).rejects.toMatchObject({
      code: 'DATABASE_DISK_FULL',
      message: expect.stringContaining('lets nobody into'),
    });
    letNobodyIn();
    await query(connection, 'SELECT 1');
    const makeRoom = disk.fill();
    await expect(up(options)).rejects.toMatchObject({ code: 'DATABASE_DISK_FULL' });
    makeRoom();
    expect(await tables(connection)).toEqual([]);

    await expectFullDisk(options, 1);
    disk.enlarge();
    await up(options);
    expect(await tables(connection)).toEqual(['large', 'small']);
  } finally {
    await admin(`DROP DATABASE ${name} WITH (FORCE)`);
    await admin(`DROP TABLESPACE ${space}`);
  }
});

async function expectFullDisk(options: DatabaseOptions, statement: number): Promise<void> {
  await expect(up(options)).rejects.toMatchObject({
    code: 'MIGRATION_FAILED',
    meta: { migration: '002_large', sqlState: '53100', statement },
  });
  expect((await status(options)).migrations).toMatchObject([
    { status: 'success', applied: true },
    { status: 'failed', applied: false },
  ]);
}

interface SmallDisk {
  readonly directory: string;
  readonly enlarge: () => void;
  /** Takes all of the room; what it returns gives it back. */
  readonly fill: () => () => void;
}

/** A disk for one test; `undefined` where none can be mounted. */
function mountSmallDisk(size: string): SmallDisk | undefined {
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
  return {
    directory,
    enlarge: () => void execFileSync('mount', ['-o', 'remount,size=256m', directory]),
    fill: () => {
      const filler = join(directory, 'filler');
      const file = openSync(filler, 'w');
      const page = Buffer.alloc(statfsSync(directory).bsize);
      // Until it is full, and not as much as was free before: the server may write meanwhile.
      const writeOn = (): void => {
        for (;;) writeSync(file, page);
      };
      try {
        expect(writeOn).toThrow('ENOSPC');
      } finally {
        closeSync(file);
      }
      return () => rmSync(filler);
    },
  };
}

/** Its folder has to belong to the server's own account, which this process is not. */
async function makeTablespace(
  admin: (sql: string) => Promise<unknown>,
  space: string,
  directory: string,
): Promise<void> {
  const location = join(directory, 'data');
  // Who does not read the row may be gone before it is written.
  await admin(`COPY (SELECT 1) TO PROGRAM 'cat > /dev/null; mkdir -m 0700 ${location}'`);
  await admin(`CREATE TABLESPACE ${space} LOCATION '${location}'`);
}
