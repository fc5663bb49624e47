import { randomBytes } from 'node:crypto';
import { createTestDatabase } from '@schema-service/local-postgres';
import { seededRandom } from '@schema-service/vitest-config/seeded-random';
import pg from 'pg';
import { expect, test } from 'vitest';
import { up } from '../src/index.ts';
import { migrationFolder } from './migration-folder.ts';
import { query } from './query.ts';

/** What statements leave to those behind them; `$role` stands for a role. */
const STATEMENTS = [
  ...['SET search_path TO app', `SET search_path = ''`, 'RESET search_path', 'RESET ALL'],
  ...['SET ROLE $role', 'RESET ROLE', 'SET ROLE NONE', 'SET SESSION AUTHORIZATION $role'],
  ...['RESET SESSION AUTHORIZATION', 'SET DateStyle = german', 'SET TIME ZONE 5'],
  ...['SET work_mem = 1234', 'SET LOCAL work_mem = 4321', `SET my.x = '1'`],
  `SELECT set_config('my.x', '2', true)`,
  `SELECT set_config('my.x', '3', false)`,
  'SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL REPEATABLE READ',
  'SET TRANSACTION ISOLATION LEVEL SERIALIZABLE',
  ...['CREATE TEMP TABLE IF NOT EXISTS tt ()', 'DROP TABLE IF EXISTS pg_temp.tt', 'DISCARD TEMP'],
  ...['PREPARE a AS SELECT 1', 'DEALLOCATE ALL', 'LISTEN news', 'UNLISTEN *', 'DISCARD PLANS'],
  `DO $$ BEGIN PERFORM set_config('search_path', 'app, public', false); END $$`,
  `DO $$ BEGIN PERFORM set_config('role', '$role', false); COMMIT; END $$`,
  ...['VACUUM public.plain', 'REINDEX (CONCURRENTLY) TABLE public.plain', 'SELECT 1 / 0'],
] as const;

const SEE = `INSERT INTO public.seen SELECT concat_ws('|', current_user = 'postgres', session_user = 'postgres',
  current_setting('search_path'), current_setting('DateStyle'), current_setting('TimeZone'), current_setting('work_mem'),
  current_setting('transaction_isolation'), current_setting('my.x', true), to_regclass('tt'),
  (SELECT string_agg(name, ',') FROM pg_prepared_statements WHERE from_sql), (SELECT string_agg(c, ',') FROM pg_listening_channels() AS c))`;

const INIT = `CREATE SCHEMA app; CREATE TABLE plain (); CREATE TABLE seen (state text);
  GRANT ALL ON SCHEMA app, public TO PUBLIC; GRANT ALL ON seen TO PUBLIC;`;

test.each([1, 2, 3, 4, 5, 6, 7, 8])(
  'a script without a transaction does what its statements do one by one (seed %i)',
  async (seed) => {
    await using theirs = await createTestDatabase();
    await using ours = await createTestDatabase();
    const role = `one_by_one_${randomBytes(4).toString('hex')}`;
    await query(ours.connectionString, `CREATE ROLE ${role}`);
    const random = seededRandom(seed);
    const drawn = Array.from({ length: 16 }, () => {
      const statement = STATEMENTS[Math.floor(random() * STATEMENTS.length)] ?? 'SELECT 1';
      return [statement.replace('$role', role), SEE];
    }).flat();
    try {
      for (const { connectionString } of [theirs, ours]) {
        const name = new URL(connectionString).pathname.slice(1);
        await query(connectionString, `${INIT} GRANT ALL ON DATABASE "${name}" TO PUBLIC`);
      }
      const expected = await runOneByOne(theirs.connectionString, drawn);
      using folder = migrationFolder({
        '1.0.0/001_all/up.sql': `-- migrator: no-transaction\n${drawn.join(';\n')};`,
      });
      const error = await up({
        connection: ours.connectionString,
        migrations: folder.path,
        allowNonEmpty: true,
      }).then(
        () => undefined,
        ({ cause }: Error) => (cause instanceof Error ? cause.message : String(cause)),
      );
      const seen = await query(ours.connectionString, 'SELECT state FROM seen');
      expect({ error, seen }).toEqual(expected);
    } finally {
      for (const { connectionString } of [theirs, ours]) {
        await query(connectionString, `DROP OWNED BY ${role}`);
      }
      await query(ours.connectionString, `DROP ROLE ${role}`);
    }
  },
);

/** Up to the first that fails. */
async function runOneByOne(connectionString: string, statements: readonly string[]) {
  const client = new pg.Client({ connectionString });
  await client.connect();
  let error: string | undefined;
  try {
    for (const statement of statements) await client.query(statement);
  } catch (caught) {
    error = (caught as Error).message;
  } finally {
    await client.end();
  }
  return { error, seen: await query(connectionString, 'SELECT state FROM seen') };
}
