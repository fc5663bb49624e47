import { createTestDatabase } from '@schema-service/local-postgres';
import { expect, test } from 'vitest';
import { history, retire, status, up, versions } from '../src/index.ts';
import { migrationFolder } from './migration-folder.ts';
import { query } from './query.ts';

const LEDGER = `SELECT string_agg(tablename, ' ' ORDER BY tablename) AS tables FROM pg_tables
  WHERE schemaname = 'schema_migrations'`;

test('tables that few databases need are made when something is written to them, for those who read the history', async () => {
  await using database = await createTestDatabase();
  using folder = migrationFolder({
    '1.0.0/001_init/up.sql': 'CREATE TABLE product (id integer);',
    '1.1.0/002_more/up.sql': 'CREATE TABLE review (id integer);',
  });
  const at = { connection: database.connectionString, migrations: folder.path };
  await up({ ...at, to: '1.0.0' });
  const always = 'client_verdict history serving usage';
  expect(await query(at.connection, LEDGER)).toEqual([{ tables: always }]);
  expect((await status(at)).currentVersion).toBe('1.0.0');
  expect(await history(at)).toMatchObject([{ statementsDone: 0, statementDigests: [] }]);
  expect((await versions(at)).versions).toMatchObject([{ version: '1.0.0', state: 'open' }]);
  const hello = `SELECT answer FROM schema_migrations.hello('1.0.0', 'web', 'node')`;
  expect(await query(at.connection, hello)).toEqual([{ answer: 'ok' }]);

  await query(at.connection, 'GRANT SELECT ON schema_migrations.history TO pg_monitor');
  folder.write(
    '1.1.0/003_alone/up.sql',
    '-- migrator: no-transaction\nCREATE INDEX CONCURRENTLY review_id ON review (id);',
  );
  await up(at);
  expect(await query(at.connection, LEDGER)).toEqual([
    { tables: 'batch begun client_verdict history serving statement usage' },
  ]);
  const readable = `SELECT has_table_privilege('pg_monitor', 'schema_migrations.begun', 'SELECT') AS can`;
  expect(await query(at.connection, readable)).toEqual([{ can: true }]);
  expect((await history(at))[0]).toMatchObject({ migration: '003_alone', statementsDone: 1 });

  await query(at.connection, 'CREATE SCHEMA db_1_0_0');
  await retire({ ...at, version: '1.0.0', on: '2999-12-31' });
  expect(await query(at.connection, LEDGER)).toEqual([
    {
      tables:
        'adoption batch begun brownout client_verdict history retirement serving statement usage',
    },
  ]);
  expect((await versions(at)).versions).toMatchObject([
    { version: '1.0.0', state: 'retiring', endsOn: '2999-12-31' },
    { version: '1.1.0', state: 'open' },
  ]);
  const [answer] = await query(at.connection, hello);
  expect(answer).toEqual({ answer: 'degraded' });
});

test('who writes to them at once makes them once', async () => {
  await using database = await createTestDatabase();
  using folder = migrationFolder({
    '1.0.0/001_init/up.sql': 'CREATE SCHEMA db_1_0_0;',
    '1.1.0/002_more/up.sql': 'CREATE TABLE review (id integer);',
  });
  const at = { connection: database.connectionString, migrations: folder.path };
  await up(at);
  const ends = Array.from({ length: 8 }, () =>
    retire({ ...at, version: '1.0.0', on: '2999-12-31' }),
  );
  expect(await Promise.all(ends)).toHaveLength(8);
});
