import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTestDatabase } from '@schema-service/local-postgres';
import { expect, onTestFinished, test } from 'vitest';
import { status, up } from '../../src/index.ts';
import { migrationFolder } from '../migration-folder.ts';
import { query, tables } from '../query.ts';

test('the disk of the tablespace is full: rolled back and told, and with room up goes through', async ({
  skip,
}) => {
  const directory = mkdtempSync(join(tmpdir(), 'tablespace-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=2m,mode=0777', 'tmpfs', directory], {
      stdio: 'pipe',
    });
  } catch {
    skip('a small file system can be mounted by root on Linux only');
  }
  onTestFinished(() => void execFileSync('umount', ['--lazy', directory]));
  chmodSync(directory, 0o777);

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

/** A tablespace has to belong to the server's own account, which this process is not. */
async function makeFolderOfServer(
  admin: (sql: string) => Promise<unknown>,
  location: string,
): Promise<void> {
  await admin(`COPY (SELECT 1) TO PROGRAM 'mkdir -m 0700 ${location}'`);
}
