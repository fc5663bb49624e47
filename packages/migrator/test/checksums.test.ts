import { createHash } from 'node:crypto';
import { createTestDatabase } from '@schema-service/local-postgres';
import { expect, test } from 'vitest';
import { status, up } from '../src/index.ts';
import { migrationFolder } from './migration-folder.ts';
import { tables } from './query.ts';

test('with a list of checksums no script is read to find nothing to do; with work, and by status, all are', async () => {
  await using database = await createTestDatabase();
  const init = 'CREATE TABLE a ();';
  const line = (path: string, sql: string) =>
    `${createHash('sha256').update(sql).digest('hex')}  ${path}\n`;
  const list = line('1.0.0/001_init/up.sql', init);
  using folder = migrationFolder({ '1.0.0/001_init/up.sql': init, checksums: list });
  const options = { connection: database.connectionString, migrations: folder.path };
  expect(await up(options)).toMatchObject({ migrations: [{ migration: '001_init' }] });

  folder.write('1.0.0/001_init/up.sql', 'CREATE TABLE edited ();');
  expect(await up(options)).toMatchObject({ toVersion: '1.0.0', migrations: [] });
  expect((await status(options)).problems).toMatchObject([{ kind: 'edited' }]);

  // A list that says something else than the history is not believed.
  folder.write('checksums', line('1.0.0/001_init/up.sql', 'CREATE TABLE edited ();'));
  await expect(up(options)).rejects.toMatchObject({ code: 'MIGRATION_CHECKSUM_MISMATCH' });

  folder.write('checksums', list);
  folder.write('1.0.0/002_next/up.sql', 'CREATE TABLE b ();');
  await expect(up(options)).rejects.toMatchObject({ code: 'MIGRATION_CHECKSUM_MISMATCH' });
  folder.write('1.0.0/001_init/up.sql', init);
  expect(await up(options)).toMatchObject({ migrations: [{ migration: '002_next' }] });
  expect(await tables(database.connectionString)).toEqual(['a', 'b']);
});
