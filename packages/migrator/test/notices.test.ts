import { createTestDatabase } from '@schema-service/local-postgres';
import pg from 'pg';
import { expect, test } from 'vitest';
import { type MigrationEvent, migrate, up } from '../src/index.ts';
import { migrationFolder } from './migration-folder.ts';
import { query } from './query.ts';

const INIT = `CREATE TABLE counted (n integer PRIMARY KEY); INSERT INTO counted SELECT generate_series(1, 3);
CREATE FUNCTION tell() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE NOTICE 'deferred'; RETURN NULL; END $$;
CREATE CONSTRAINT TRIGGER tell AFTER UPDATE ON counted DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION tell();`;

const SAYS = `CREATE TABLE IF NOT EXISTS counted ();
DO $$ BEGIN RAISE WARNING 'half of it' USING DETAIL = 'one', HINT = 'two', ERRCODE = '01004'; END $$;
UPDATE counted SET n = 4 WHERE n = 1;`;

type Said = Extract<MigrationEvent, { kind: 'serverNotice' }>;

async function saidBy(files: Readonly<Record<string, string>>): Promise<readonly Said[]> {
  await using database = await createTestDatabase();
  using folder = migrationFolder(files);
  const said: Said[] = [];
  const onEvent = (event: MigrationEvent): void => {
    if (event.kind === 'serverNotice') said.push(event);
  };
  const options = { connection: database.connectionString, migrations: folder.path };
  await up({ ...options, onEvent }).catch(() => {});
  return said;
}

const brief = ({ migration, severity, message, statement, line }: Said) =>
  [migration, severity, message, statement, line].join('|');

const EXISTS = 'relation "counted" already exists, skipping';

test('what the server says of a script in a transaction is told with its place, that of the next one too', async () => {
  const said = await saidBy({
    '1.0.0/001_init/up.sql': INIT,
    '1.0.0/002_says/up.sql': SAYS,
    '1.0.0/003_says/up.sql': `DO $$ BEGIN RAISE NOTICE 'here'; PERFORM 1 / 0; END $$;`,
  });
  expect(said.map(brief)).toEqual([
    `002_says|NOTICE|${EXISTS}|1|1`,
    '002_says|WARNING|half of it|2|2',
    '002_says|NOTICE|deferred||',
    '003_says|NOTICE|here|1|1',
  ]);
  expect(said[1]).toMatchObject({
    ...{ sqlState: '01004', detail: 'one', hint: 'two', context: expect.stringContaining('RAISE') },
    ...{ version: '1.0.0', direction: 'up', position: 2, total: 3 },
  });
});

test('so it is of a script without one, of one in batches, and of a name that is too long', async () => {
  const name = 'n'.repeat(70);
  const said = await saidBy({
    '1.0.0/001_init/up.sql': INIT,
    '1.0.0/002_says/up.sql': `-- migrator: no-transaction\n${SAYS}\nVACUUM (VERBOSE) counted;`,
    '1.0.0/003_batches/up.sql':
      '-- migrator: batches = counted by n\nUPDATE counted SET n = n WHERE n BETWEEN {from} AND {to} AND n = 2;',
    '1.0.0/004_long/up.sql': `SELECT 1;\nCREATE TABLE ${name} ();`,
  });
  const told = said.map(brief).filter((text) => !text.includes('INFO'));
  expect(told).toEqual([
    `002_says|NOTICE|${EXISTS}|1|2`,
    '002_says|WARNING|half of it|2|3',
    '002_says|NOTICE|deferred|3|4',
    '003_batches|NOTICE|deferred|1|2',
    expect.stringMatching(/^004_long\|NOTICE\|identifier "n+" will be truncated/),
  ]);
  expect(said.some(({ severity, statement }) => severity === 'INFO' && statement === 4)).toBe(true);
});

test('a long statement is heard while it runs', async () => {
  await using database = await createTestDatabase();
  using folder = migrationFolder({
    '1.0.0/001_init/up.sql': `CREATE TABLE started ();
DO $$ BEGIN RAISE NOTICE 'half'; PERFORM pg_advisory_xact_lock(7); END $$;`,
  });
  const keeper = new pg.Client({ connectionString: database.connectionString });
  await keeper.connect();
  try {
    await keeper.query('SELECT pg_advisory_lock(7)');
    const options = {
      connection: database.connectionString,
      migrations: folder.path,
      lockTimeoutMs: 0,
    };
    let heard = false;
    for await (const event of migrate(options, { direction: 'up' })) {
      if (event.kind !== 'serverNotice') continue;
      heard = true;
      const found = await query(database.connectionString, `SELECT to_regclass('started') AS made`);
      expect(found).toEqual([{ made: null }]);
      await keeper.query('SELECT pg_advisory_unlock(7)');
    }
    expect(heard).toBe(true);
  } finally {
    await keeper.end();
  }
});
