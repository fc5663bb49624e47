import { createTestDatabase } from '@schema-service/local-postgres';
import { expect, test } from 'vitest';
import { down, ensureVersion, history, snapshot, status, up, verify } from '../src/index.ts';
import { migrationFolder, THREE_MIGRATIONS } from './migration-folder.ts';
import { query, tables } from './query.ts';

test('one database holds the histories of two products, each under a lock of its own', async () => {
  await using database = await createTestDatabase();
  using shop = migrationFolder(THREE_MIGRATIONS);
  const connection = database.connectionString;
  // While the one migrates, the other does too: it does not wait for the lock of the first.
  using audit = migrationFolder({
    '1.0.0/001_init/up.sql': 'CREATE SCHEMA audit; CREATE TABLE audit.entry (id integer);',
    '1.0.0/001_init/down.sql': 'DROP SCHEMA audit CASCADE;',
    '1.0.1/002_wait/up.sql':
      "DO $$ BEGIN FOR i IN 1..1000 LOOP EXIT WHEN EXISTS (SELECT FROM pg_tables WHERE tablename = 'company'); PERFORM pg_sleep(0.01); END LOOP; END $$;",
  });
  // It begins beside the other.
  const shopAt = { connection, migrations: shop.path, allowNonEmpty: true };
  const auditAt = { connection, migrations: audit.path, ledgerSchema: 'audit_migrations' };
  const auditing = up({ ...auditAt, waitForLockMs: 0 });
  await expect
    .poll(async () => (await status(auditAt)).lockHolder)
    .toMatchObject({ pid: expect.any(Number) });
  expect((await status(shopAt)).lockHolder).toBeNull();
  await up({ ...shopAt, waitForLockMs: 0 });
  await auditing;

  expect((await history(auditAt)).map(({ migration }) => migration)).toEqual([
    '002_wait',
    '001_init',
  ]);
  expect(await history(shopAt)).toHaveLength(3);
  expect(await ensureVersion({ ...auditAt, version: '1.0.1' })).toBe(false);
  expect((await status(shopAt)).currentVersion).toBe('1.1.0');
  await snapshot(shopAt);
  await snapshot(auditAt);
  // Neither history counts as part of a structure.
  expect(shop.read('1.1.0/structure.json')).not.toContain('audit_migrations');
  expect((await verify(shopAt)).differences).toEqual([]);
  expect((await verify(auditAt)).differences).toEqual([]);

  await down({ ...shopAt, to: 'none', allowDataLoss: true });
  expect(await tables(connection)).toEqual([]);
  expect((await status(auditAt)).currentVersion).toBe('1.0.1');
  await expect(query(connection, 'DELETE FROM audit_migrations.history')).rejects.toThrow(
    'append-only',
  );
});

test.each(['Shop', 'pg_shop', '1st', 'a"b', '', 'x'.repeat(64)])(
  '%j is no name for the schema of a ledger',
  async (ledgerSchema) => {
    await expect(
      status({ connection: 'postgresql://127.0.0.1:1/x', migrations: [], ledgerSchema }),
    ).rejects.toMatchObject({ code: 'MIGRATION_LEDGER_SCHEMA_INVALID' });
  },
);

test('a word of SQL is a name as any, and a schema of another program is left alone', async () => {
  await using database = await createTestDatabase();
  using folder = migrationFolder(THREE_MIGRATIONS);
  const at = { connection: database.connectionString, migrations: folder.path };
  expect((await up({ ...at, ledgerSchema: 'order' })).toVersion).toBe('1.1.0');
  await expect(up({ ...at, ledgerSchema: 'public' })).rejects.toMatchObject({
    code: 'MIGRATION_TRACKING_UNKNOWN',
    meta: { schema: 'public' },
  });
});
