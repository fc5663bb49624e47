import { execFile, execFileSync } from 'node:child_process';
import { promisify } from 'node:util';
import { createTestDatabase } from '@schema-service/local-postgres';
import pg from 'pg';
import { expect, test } from 'vitest';
import { compareStructures, planAsSql, readStructure, up } from '../src/index.ts';
import { migrationFolder } from './migration-folder.ts';
import { query } from './query.ts';

const hasPsql = (() => {
  try {
    execFileSync('psql', ['--version']);
    return true;
  } catch {
    return false;
  }
})();

async function runPsql(connection: string, script: string): Promise<void> {
  using folder = migrationFolder({ 'plan.sql': script });
  const args = ['-X', '-q', '-d', connection, '-f', `${folder.path}/plan.sql`];
  await promisify(execFile)('psql', args);
}

/** All that a run leaves behind but when and how long. */
async function leftIn(connection: string, ledger: string): Promise<unknown> {
  const tables = {
    history:
      'id, migration, version, sequence, completes_version, direction, action, checksum, status, attempt, database_user, os_user, host, tool_version, git_commit, note, error, down_checksum',
    statement: 'history_id, statement, digest',
    begun: 'history_id, statement, digest',
    client_verdict: 'database_version, client_version, client_order, answer, missing',
    serving: 'verdicts',
    repeatable:
      'name, checksum, version, error, database_user, os_user, host, tool_version, git_commit',
  };
  const rows: Record<string, unknown> = {};
  for (const [table, columns] of Object.entries(tables)) {
    const [{ isThere } = {}] = await query(
      connection,
      `SELECT to_regclass('${ledger}.${table}') IS NOT NULL AS "isThere"`,
    );
    const order = columns.includes(',') ? '1, 2' : '1';
    const select = `SELECT ${columns} FROM ${ledger}.${table} ORDER BY ${order}`;
    rows[table] = isThere ? await query(connection, select) : 'none';
  }
  return {
    ...rows,
    stock: await query(connection, 'SELECT * FROM public.stock ORDER BY 1, 2'),
    hooked: await query(connection, 'SELECT * FROM public.hooked'),
  };
}

async function structureOf(connection: string) {
  const client = new pg.Client({ connectionString: connection });
  await client.connect();
  try {
    return await readStructure(client);
  } finally {
    await client.end();
  }
}

test.skipIf(!hasPsql)(
  'the script that psql runs leaves structure, rows and history as the run does',
  async () => {
    await using byRun = await createTestDatabase();
    await using byPsql = await createTestDatabase();
    using folder = migrationFolder({
      '1.0.0/001_init/up.sql': `SET search_path = pg_catalog; SET client_encoding = 'LATIN1'; -- é
CREATE TABLE public.stock (id integer PRIMARY KEY, name text);
INSERT INTO public.stock VALUES (1, $x$a;b 'é' :name \\n$x$), (2, 'it''s :"x"');
INSERT INTO public.stock SELECT 5, (ARRAY['a', 'b', 'c'])[1:PORT]::text FROM (SELECT 2 AS port) p -- no end`,
      '1.0.0/001_init/down.sql': 'DROP TABLE public.stock',
      '1.0.0/002_function/up.sql': `CREATE FUNCTION twice(x integer) RETURNS integer LANGUAGE sql
BEGIN ATOMIC; SELECT x * 2; END;
CREATE FUNCTION one() RETURNS integer BEGIN ATOMIC SELECT 2 AS case; SELECT 1 AS end; END;
CREATE FUNCTION begin() RETURNS text LANGUAGE sql AS $psql$ SELECT ':name;' $psql$;
COMMENT ON FUNCTION begin() IS E'a'
'\\';b';
CREATE TEMP TABLE gone (); SET ROLE pg_monitor;`,
      '1.0.0/003_index/up.sql': `-- migrator: no-transaction
SET search_path = public;
CREATE INDEX CONCURRENTLY stock_name ON stock (name);
INSERT INTO stock VALUES (3, 'three');
VACUUM stock;
DO $$ BEGIN INSERT INTO stock VALUES (4, 'four'); COMMIT; END $$`,
      '1.1.0/004_price/up.sql': 'ALTER TABLE stock ADD price numeric CHECK (price > 0);',
      'hooks/before-all.sql': 'CREATE TABLE IF NOT EXISTS public.hooked (what text);',
      'hooks/before-each.sql': "INSERT INTO public.hooked VALUES ('before each')",
      'hooks/after-each.sql': "INSERT INTO public.hooked VALUES ('after each');",
      'hooks/after-all.sql': '-- migrator: no-transaction\nVACUUM public.hooked;',
      'repeatable/stock_view.sql':
        "SET search_path = public; CREATE OR REPLACE VIEW all_stock AS SELECT id, 'é' AS x FROM stock;",
      'repeatable/stock_count.sql':
        'CREATE OR REPLACE VIEW public.stock_count AS SELECT count(*) FROM public.all_stock;',
      'clients.jsonl':
        '{"client":"1.0.0","database":"1.1.0","answer":"degraded","missing":["x"]}\n',
    });
    const ledgerSchema = 'stock_migrations';
    const options = { migrations: folder.path, gitCommit: 'abc', ledgerSchema };
    for (const to of ['1.0.0', '1.1.0']) {
      const given = { ...options, connection: byPsql.connectionString };
      const script = await planAsSql({ ...given, direction: 'up', to });
      await runPsql(byPsql.connectionString, script);
      await up({ ...options, connection: byRun.connectionString, to });
      expect(await leftIn(byPsql.connectionString, ledgerSchema)).toEqual(
        await leftIn(byRun.connectionString, ledgerSchema),
      );
      expect(
        compareStructures(
          await structureOf(byRun.connectionString),
          await structureOf(byPsql.connectionString),
        ),
      ).toEqual([]);
      // A second time it is another database than it was written for.
      const again = runPsql(byPsql.connectionString, script);
      await expect(again).rejects.toThrow('is not what it was when this script was written');
      expect(await planAsSql({ ...given, direction: 'up', to })).toBe('');
    }
  },
);

test('what is only known while it runs is refused', async () => {
  await using database = await createTestDatabase();
  using folder = migrationFolder({
    '1.0.0/001_init/up.sql': 'CREATE TABLE stock (id integer PRIMARY KEY);',
    '1.0.0/002_fill/up.sql': `-- migrator: batches = public.stock by id
UPDATE stock SET id = id WHERE id >= {from} AND id <= {to};`,
  });
  const options = { connection: database.connectionString, migrations: folder.path };
  await expect(planAsSql({ ...options, direction: 'up' })).rejects.toMatchObject({
    code: 'MIGRATION_PLAN_NOT_SQL',
    meta: { path: '1.0.0/002_fill/up.sql' },
  });
});
