import { randomBytes } from 'node:crypto';
import { createTestDatabase } from '@schema-service/local-postgres';
import pg from 'pg';
import { expect, test } from 'vitest';
import { history, up } from '../src/index.ts';
import { migrationFolder } from './migration-folder.ts';
import { query } from './query.ts';

/** A role of the server, which all tests share, without a right to the history. */
async function withRole(connection: string, work: (role: string) => Promise<void>): Promise<void> {
  const role = `session_state_${randomBytes(4).toString('hex')}`;
  await query(connection, `CREATE ROLE ${role}; GRANT pg_write_all_data TO ${role};`);
  try {
    await work(role);
  } finally {
    await query(connection, `DROP OWNED BY ${role}; DROP ROLE ${role};`);
  }
}

const setting = (name: string): string => `current_setting('${name}')`;

/** What a script makes of its session, where that shows, and as what. `$role` stands for a role. */
const STATES: readonly (readonly [string, string, string])[] = [
  ['SET search_path TO app', setting('search_path'), 'app'],
  [`SET search_path = ''`, setting('search_path'), '""'],
  ['SET SESSION search_path TO app, pg_catalog', setting('search_path'), 'app, pg_catalog'],
  [`SELECT set_config('search_path', 'app', false)`, setting('search_path'), 'app'],
  [
    `DO $$ BEGIN PERFORM set_config('search_path', 'app', false); END $$`,
    setting('search_path'),
    'app',
  ],
  ['SET ROLE $role', 'current_user', '$role'],
  ['SET SESSION AUTHORIZATION $role', 'session_user', '$role'],
  [`SELECT set_config('role', '$role', false)`, 'current_user', '$role'],
  [
    'SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL SERIALIZABLE',
    setting('default_transaction_isolation'),
    'serializable',
  ],
  ['SET default_transaction_read_only = on', setting('default_transaction_read_only'), 'on'],
  [`SET lock_timeout = '7s'`, setting('lock_timeout'), '7s'],
  [`SELECT set_config('lock_timeout', '7s', false)`, setting('lock_timeout'), '7s'],
  [`SET statement_timeout = '7min'`, setting('statement_timeout'), '7min'],
  ['SET session_replication_role = replica', setting('session_replication_role'), 'replica'],
  ['SET row_security = off', setting('row_security'), 'off'],
  ['SET client_min_messages = error', setting('client_min_messages'), 'error'],
  ['SET DateStyle = german', setting('DateStyle'), 'German, DMY'],
  ['SET TIME ZONE 7', setting('TimeZone'), '<+07>-07'],
  [`SET app.tenant = 'x'`, `coalesce(current_setting('app.tenant', true), '')`, 'x'],
  ['SET search_path TO app; RESET search_path', setting('search_path'), '"$user", public'],
  ['CREATE TEMP TABLE seen_only_here ()', `to_regclass('seen_only_here')::text`, 'seen_only_here'],
  [
    'PREPARE seven AS SELECT 7',
    `(SELECT string_agg(name, ',') FROM pg_prepared_statements WHERE from_sql)`,
    'seven',
  ],
  ['LISTEN news', `(SELECT string_agg(c, ',') FROM pg_listening_channels() AS c)`, 'news'],
  ['SET LOCAL work_mem = 777', setting('work_mem'), '4MB'],
];

/** Numbered from 001, in the order in which they run. */
const inOrder = (scripts: readonly string[]): Readonly<Record<string, string>> =>
  Object.fromEntries(
    scripts.map((sql, index) => [`1.0.0/${String(index + 1).padStart(3, '0')}_s/up.sql`, sql]),
  );

const NO_TRANSACTION = '-- migrator: no-transaction\n';

/** Runs a script for each of the states, one behind the other, and gives what each has seen. */
async function seenBy(header: string, alone: string): Promise<readonly Seen[]> {
  await using database = await createTestDatabase();
  const connection = database.connectionString;
  let seen: readonly Seen[] = [];
  await withRole(connection, async (role) => {
    const see = (index: number, moment: string) =>
      `INSERT INTO public.seen VALUES (${index}, '${moment}', ${STATES[index]?.[1]});\n`;
    const before = STATES.map((_, index) => header + see(index, 'before'));
    const scripts = STATES.map(
      ([set], index) =>
        `${header}${see(index, 'first')}${set};\n${see(index, 'set')}${alone};\n${see(index, 'later')}`,
    );
    const init = `CREATE SCHEMA app; CREATE TABLE plain (); ALTER TABLE plain OWNER TO ${role};
      CREATE TABLE seen (state integer, moment text, value text); GRANT ALL ON seen TO PUBLIC;`;
    const all = [init, ...before, ...scripts].map((sql) => sql.replaceAll('$role', role));
    using folder = migrationFolder(inOrder(all));
    await up({ connection, migrations: folder.path });
    const runs = await history({ connection });
    expect(runs.map(({ status }) => status)).toEqual(all.map(() => 'success'));
    // Which a trigger of the history writes.
    expect(runs.every(({ finishedAt }) => finishedAt !== null)).toBe(true);
    const rows = await query(connection, 'SELECT state, moment, value FROM seen');
    seen = STATES.map(([set], index) => {
      const values = rows.filter((row) => row.state === index);
      const at = (wanted: string) =>
        String(values.find(({ moment }) => moment === wanted)?.value).replace(role, '$role');
      return { set, before: at('before'), first: at('first'), now: at('set'), later: at('later') };
    });
  });
  return seen;
}

interface Seen {
  readonly set: string;
  /** By a script before any of them. */
  readonly before: string;
  /** By the script itself: at first, behind what it sets, and at its end. */
  readonly first: string;
  readonly now: string;
  readonly later: string;
}

test('what a script without a transaction sets lasts to its end, and no longer', async () => {
  // Outside of transactions nothing else can be in the message.
  const seen = await seenBy(NO_TRANSACTION, 'REINDEX (CONCURRENTLY) TABLE public.plain');
  const expected = STATES.map(([set, , value], index) => {
    const before = seen[index]?.before;
    return { set, before, first: before, now: value, later: value };
  });
  expect(seen).toEqual(expected);
});

test('what a script in a transaction sets does not reach the one behind it, which is sent already', async () => {
  const seen = await seenBy('', 'SELECT 1');
  expect(seen.map(({ first }) => first)).toEqual(seen.map(({ before }) => before));
});

/** All of them would be read or run in another way by what the one before them has set. */
const READ_OTHERWISE = `INSERT INTO word VALUES ('Grüße, 🚀'), ('a\\b'), (E'c\\'d');`;
const READ = ['Grüße, 🚀', 'a\\b', "c'd"];

const OTHERWISE = [
  `SET client_encoding = 'LATIN1'`,
  `SET client_encoding TO sql_ascii`,
  `SET NAMES 'LATIN1'`,
  `SELECT set_config('client_encoding', 'LATIN1', false)`,
  `DO $$ BEGIN PERFORM set_config('client_encoding', 'WIN1252', false); END $$`,
  'SELECT app.sets()',
  'SET standard_conforming_strings = off',
  `DO $$ BEGIN PERFORM set_config('standard_conforming_strings', 'off', false); END $$`,
  'SET backslash_quote = off',
  'SET search_path = app, pg_catalog',
  'INSERT INTO app.late VALUES (1)',
  `ALTER DATABASE "$database" SET client_encoding = 'LATIN1'`,
] as const;

test.each([
  ['in a transaction', ''],
  ['without one', NO_TRANSACTION],
])('what a script sets %s does not change how those behind it are read', async (_name, header) => {
  await using database = await createTestDatabase();
  const connection = database.connectionString;
  const name = new URL(connection).pathname.slice(1);
  const init = `CREATE SCHEMA app; CREATE TABLE word (word text);
    CREATE FUNCTION app.current_setting(text) RETURNS text LANGUAGE sql AS $$ SELECT 'theirs' $$;
    CREATE FUNCTION app.same(text, text) RETURNS boolean LANGUAGE sql AS $$ SELECT false $$;
    CREATE OPERATOR app.= (LEFTARG = text, RIGHTARG = text, FUNCTION = app.same);
    CREATE FUNCTION app.sets() RETURNS void LANGUAGE sql SET work_mem = 777
      AS $$ SELECT set_config('client_encoding', 'LATIN1', false) $$;
    CREATE FUNCTION app.late() RETURNS trigger LANGUAGE plpgsql
      AS $$ BEGIN PERFORM set_config('client_encoding', 'LATIN1', false); RETURN NULL; END $$;
    CREATE TABLE app.late (id integer);
    CREATE CONSTRAINT TRIGGER late AFTER INSERT ON app.late DEFERRABLE INITIALLY DEFERRED
      FOR EACH ROW EXECUTE FUNCTION app.late();`;
  const scripts = OTHERWISE.flatMap((set) => {
    const sets = `${header}${set.replace('$database', name)};`;
    return [sets, READ_OTHERWISE, sets, NO_TRANSACTION + READ_OTHERWISE];
  });
  using folder = migrationFolder(inOrder([init, ...scripts]));
  await up({ connection, migrations: folder.path });
  const rows = await query(connection, 'SELECT word FROM word');
  expect(rows.map(({ word }) => word)).toEqual(OTHERWISE.flatMap(() => [...READ, ...READ]));
});

test('advisory locks of a script end with it, and the migration lock does not', async () => {
  await using database = await createTestDatabase();
  const connection = database.connectionString;
  const held = `INSERT INTO held SELECT mode, classid::bigint, objid::bigint, objsubid FROM pg_locks
    WHERE locktype = 'advisory' AND pid = pg_backend_pid();`;
  const lock = `SELECT pg_advisory_lock(7), pg_advisory_lock(7), pg_advisory_lock_shared(-1),
    pg_advisory_lock(-2, 3), pg_advisory_xact_lock(8);
    DO $$ BEGIN PERFORM pg_advisory_lock(9223372036854775807); END $$;`;
  using folder = migrationFolder(
    inOrder([
      'CREATE TABLE held (mode text, high bigint, low bigint, sub integer);',
      lock,
      held,
      `${NO_TRANSACTION}${lock} ${held}`,
      `${NO_TRANSACTION}${held}`,
    ]),
  );
  await up({ connection, migrations: folder.path });
  const rows = await query(connection, 'SELECT sub, count(*)::int FROM held GROUP BY 1 ORDER BY 1');
  const ours = 3;
  expect(rows).toEqual([
    { sub: 1, count: 3 },
    { sub: 2, count: ours + 1 },
  ]);
});

test('a role that is no superuser, and acts as another, is itself again for the history', async () => {
  await using database = await createTestDatabase();
  const connection = database.connectionString;
  await withRole(connection, async (role) => {
    const [owner, deployer] = [`${role}_owner`, `${role}_deployer`];
    await query(
      connection,
      `CREATE ROLE ${owner}; CREATE ROLE ${deployer} LOGIN PASSWORD 'x' IN ROLE ${owner}, ${role};
       GRANT CREATE ON DATABASE "${new URL(connection).pathname.slice(1)}" TO ${owner};
       GRANT CREATE ON SCHEMA public TO ${owner}, ${role};`,
    );
    try {
      const url = new URL(connection);
      url.username = deployer;
      url.password = 'x';
      url.searchParams.set('options', `-c role=${owner}`);
      const made = (name: string) => `CREATE TABLE ${name} ();`;
      using folder = migrationFolder(
        inOrder([
          `${made('a')} SET ROLE ${role}; ${made('b')}`,
          `${made('c')} SET ROLE NONE; SET TRANSACTION ISOLATION LEVEL READ COMMITTED;`,
          `${NO_TRANSACTION}${made('d')} SET ROLE ${role}; ${made('e')} VACUUM e; ${made('f')}`,
          `${NO_TRANSACTION}${made('g')} SET SESSION AUTHORIZATION ${deployer}; SELECT 1;`,
          `SET TRANSACTION ISOLATION LEVEL SERIALIZABLE; ${made('h')}`,
        ]),
      );
      await up({ connection: url.href, migrations: folder.path });
      const owned = `SELECT string_agg(tablename, '' ORDER BY tablename) AS tables, tableowner = '${role}' AS other
        FROM pg_tables WHERE schemaname = 'public' GROUP BY 2 ORDER BY 2`;
      expect(await query(connection, owned)).toEqual([
        { tables: 'acdgh', other: false },
        { tables: 'bef', other: true },
      ]);
    } finally {
      await query(
        connection,
        `DROP OWNED BY ${owner}, ${deployer} CASCADE; DROP ROLE ${deployer}; DROP ROLE ${owner};`,
      );
    }
  });
});

test('a database that reads strings in the old way is migrated in the new one', async () => {
  await using database = await createTestDatabase();
  const connection = database.connectionString;
  const name = new URL(connection).pathname.slice(1);
  await query(connection, `ALTER DATABASE "${name}" SET standard_conforming_strings = off`);
  using folder = migrationFolder({
    '1.0.0/001_init/up.sql': `CREATE TABLE word (word text); ${READ_OTHERWISE}`,
    '1.0.0/002_more/up.sql': READ_OTHERWISE,
  });
  await up({ connection, migrations: folder.path });
  const rows = await query(connection, 'SELECT word FROM word');
  expect(rows.map(({ word }) => word)).toEqual([...READ, ...READ]);
});

test('a client that was handed in: the history is written as its owner, whatever a script sets', async () => {
  await using database = await createTestDatabase();
  const connection = database.connectionString;
  await withRole(connection, async (role) => {
    const set = `SET search_path = ''; SET standard_conforming_strings = off; SET ROLE ${role};`;
    using folder = migrationFolder({
      '1.0.0/001_init/up.sql': 'CREATE TABLE word (word text); GRANT ALL ON word TO PUBLIC;',
      '1.0.0/002_sets/up.sql': `SET session_replication_role = replica; SET ROLE ${role};`,
      '1.0.0/003_word/up.sql': READ_OTHERWISE,
      '1.0.0/004_sets/up.sql': `-- migrator: no-transaction\n${set}`,
      '1.0.0/005_word/up.sql': READ_OTHERWISE.replace('word', 'public.word'),
    });
    const client = new pg.Client({ connectionString: connection });
    await client.connect();
    try {
      await client.query(`SET lock_timeout = '3s'`);
      await up({ connection: client, migrations: folder.path });
      const { rows } = await client.query(
        `SELECT current_user = session_user AS same, current_setting('lock_timeout') AS lock`,
      );
      expect(rows).toEqual([{ same: true, lock: '3s' }]);
    } finally {
      await client.end();
    }
    const runs = await history({ connection });
    expect(runs.map(({ status }) => status)).toEqual(Array(5).fill('success'));
    expect(runs.every(({ finishedAt }) => finishedAt !== null)).toBe(true);
    const rows = await query(connection, 'SELECT word FROM word');
    expect(rows.map(({ word }) => word)).toEqual([...READ, ...READ]);
  });
});

test('the schema that a script chose is that of its concurrent index', async () => {
  await using database = await createTestDatabase();
  using folder = migrationFolder({
    '1.0.0/001_init/up.sql':
      'CREATE SCHEMA app; CREATE TABLE app.t (x integer); CREATE TABLE public.t (x integer);',
    '1.0.0/002_index/up.sql': `-- migrator: no-transaction
SET search_path TO app;
CREATE INDEX CONCURRENTLY t_x ON t (x);`,
  });
  await up({ connection: database.connectionString, migrations: folder.path });
  const found = `SELECT schemaname FROM pg_indexes WHERE indexname = 't_x'`;
  expect(await query(database.connectionString, found)).toEqual([{ schemaname: 'app' }]);
});
