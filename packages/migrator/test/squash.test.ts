import { existsSync } from 'node:fs';
import { createTestDatabase, type TestDatabase } from '@schema-service/local-postgres';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  down,
  explain,
  history,
  planAsSql,
  retry,
  snapshot,
  squash,
  status,
  up,
  verify,
} from '../src/index.ts';
import { migrationFolder, type TestFolder, THREE_MIGRATIONS } from './migration-folder.ts';
import { query, tables } from './query.ts';

/** Structure, rows and settings of many kinds, made, changed and taken back again on the way. */
const SHOP = {
  '1.0.0/001_init/up.sql': `
    CREATE TYPE state AS ENUM ('new', 'paid');
    CREATE TABLE plan (id serial PRIMARY KEY, name text NOT NULL UNIQUE, parent_id integer REFERENCES plan,
      created_at timestamptz NOT NULL DEFAULT now(), made_on date DEFAULT CURRENT_DATE);
    INSERT INTO plan (name) VALUES ('free'), ('it''s \\ "pro"');
    INSERT INTO plan (name, parent_id) SELECT 'team', id FROM plan WHERE name LIKE 'it%';`,
  '1.0.0/001_init/down.sql': 'DROP TABLE plan; DROP TYPE state;',
  '1.0.0/002_customers/up.sql': `
    CREATE TABLE customer (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, plan_id integer NOT NULL REFERENCES plan,
      email text, mail text GENERATED ALWAYS AS (lower(email)) STORED, tags text[], extra jsonb, at interval, score float8, raw bytea);
    INSERT INTO customer (plan_id, email, tags, extra, at, score, raw)
      VALUES (2, 'A@b.org', '{x,"y z"}', '{"k": null}', '1 day 2 hours', 0.1, '\\x00ff'), (1, NULL, NULL, NULL, NULL, 'NaN', NULL);
    CREATE FUNCTION stamp() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.email := 'stamped'; RETURN NEW; END $$;
    CREATE TRIGGER stamp BEFORE INSERT ON customer FOR EACH ROW EXECUTE FUNCTION stamp();
    ALTER TABLE plan ADD made_for bigint REFERENCES customer; UPDATE plan SET made_for = 1 WHERE id = 2;
    COMMENT ON TABLE customer IS 'who pays';
    GRANT SELECT ON customer TO pg_monitor;`,
  '1.0.0/002_customers/down.sql':
    'ALTER TABLE plan DROP made_for; DROP TABLE customer; DROP FUNCTION stamp();',
  '1.1.0/003_more/up.sql': `
    UPDATE plan SET name = upper(name) WHERE name = 'free';
    CREATE MATERIALIZED VIEW plans AS SELECT name FROM plan;
    CREATE VIEW customers AS SELECT id, mail FROM customer;
    ALTER TYPE state ADD VALUE 'sent' BEFORE 'paid';
    SELECT setval('plan_id_seq', 500);`,
  '1.1.0/003_more/down.sql':
    'DROP MATERIALIZED VIEW plans; DROP VIEW customers; DELETE FROM plan WHERE id > 500;',
  '1.2.0/004_orders/up.sql': 'CREATE TABLE orders (id integer PRIMARY KEY, state state);',
  '1.2.0/004_orders/down.sql': 'DROP TABLE orders;',
};

let server: TestDatabase;
let shop: TestFolder;
beforeAll(async () => {
  server = await createTestDatabase();
  shop = migrationFolder(SHOP);
  const options = { connection: server.connectionString, migrations: shop.path };
  for (const to of ['1.0.0', '1.1.0', '1.2.0']) {
    await up({ ...options, to });
    await snapshot(options);
  }
  await squash({ ...options, version: '1.1.0' });
});
afterAll(async () => {
  shop[Symbol.dispose]();
  await server[Symbol.asyncDispose]();
});

const ROWS = `SELECT p.id, p.name, p.parent_id, p.created_at IS NOT NULL AS created, p.made_on = CURRENT_DATE AS today,
  c.email, c.mail, c.tags, c.extra, c.at::text, c.score, c.raw
  FROM plan p LEFT JOIN customer c ON c.plan_id = p.id ORDER BY p.id`;

test('a new database begins with the squashed script, and is as one that has run the others', async () => {
  await using database = await createTestDatabase();
  const options = { connection: database.connectionString, migrations: shop.path };
  const planned = await explain({ ...options, direction: 'up' });
  expect(planned.steps.map(({ path, squashed }) => [path, squashed?.length])).toEqual([
    ['squash.sql', 3],
    ['1.2.0/004_orders/up.sql', undefined],
  ]);
  const { migrations } = await up(options);
  expect(migrations.map(({ migration }) => migration)).toEqual(['003_more', '004_orders']);

  expect(await verify({ ...options, rights: true })).toEqual({
    ...{ kind: 'verification', version: '1.2.0', differences: [] },
  });
  const rows = await query(server.connectionString, ROWS);
  expect(rows.map(({ email }) => email)).toEqual([null, 'A@b.org', null]);
  expect(await query(database.connectionString, ROWS)).toEqual(rows);
  const next = `INSERT INTO plan (name) VALUES ('next') RETURNING id, (SELECT count(*)::int FROM plans) AS plans`;
  expect(await query(database.connectionString, next)).toEqual([{ id: 501, plans: 3 }]);
  const order = `SELECT enum_range(NULL::state)::text AS states`;
  expect(await query(database.connectionString, order)).toEqual([{ states: '{new,sent,paid}' }]);

  const { squash: found, versions, problems, editedDowns } = await status(options);
  expect({ found, problems, editedDowns }).toEqual({
    found: { version: '1.1.0', migrations: 3, problems: [] },
    problems: [],
    editedDowns: [],
  });
  expect(versions.map(({ version }) => version)).toEqual(['1.1.0', '1.2.0']);
  const ran = (await history(options)).toReversed();
  expect(ran.map(({ migration, action }) => `${migration} ${action}`)).toEqual([
    '003_more run',
    ...['001_init baseline', '002_customers baseline', '003_more baseline'],
    '004_orders run',
  ]);
  expect(ran[1]?.note).toBe(`in squash.sql (sha256 ${ran[0]?.checksum})`);
  // An older migrator sees what it would have written itself.
  expect((await up(options)).migrations).toEqual([]);

  // The scripts are there, and the database is what they make: so is the way back.
  await down({ ...options, to: '1.0.0', allowDataLoss: true });
  expect(await status(options)).toMatchObject({ currentVersion: '1.0.0', problems: [] });
  await down({ ...options, to: 'none', allowDataLoss: true });
  // What has been used once goes on with its own scripts.
  expect((await up({ ...options, to: '1.0.0' })).migrations.length).toBe(2);
});

test('an old database keeps its history, whatever becomes of the squashed script', async () => {
  const options = { connection: server.connectionString, migrations: shop.path };
  const before = await history(options);
  expect((await up(options)).migrations).toEqual([]);
  const script = shop.read('squash.sql');
  shop.write('squash.sql', `${script}DROP TABLE plan;\n`);
  try {
    expect((await up(options)).migrations).toEqual([]);
    expect(await verify(options)).toMatchObject({ differences: [] });
    const { problems, squash: found } = await status(options);
    expect(problems).toEqual([]);
    expect(found?.problems).toEqual([expect.stringContaining('squash.sql was edited')]);
    await using fresh = await createTestDatabase();
    await expect(up({ ...options, connection: fresh.connectionString })).rejects.toMatchObject({
      code: 'MIGRATION_SQUASH_EDITED',
      message: expect.stringContaining('squash.sql was edited after it was made'),
    });
    expect(await tables(fresh.connectionString)).toEqual([]);
    const record = shop.read('squash.json');
    shop.write('squash.json', record.replace('001_init', '001_other'));
    await expect(up({ ...options, connection: fresh.connectionString })).rejects.toMatchObject({
      code: 'MIGRATION_SQUASH_INVALID',
    });
    shop.write('squash.json', record);
  } finally {
    // Made anew it is the same to the byte.
    await squash({ ...options, version: '1.1.0' });
  }
  expect(shop.read('squash.sql')).toBe(script);
  expect(await history(options)).toEqual(before);
});

test('a script below that is edited or added is found before a new database begins', async () => {
  using folder = migrationFolder(THREE_MIGRATIONS);
  const options = { connection: server.connectionString, migrations: folder.path };
  await squash({ ...options, version: '1.0.0' });
  folder.write('1.0.0/001_init/up.sql', 'CREATE TABLE product (id bigint PRIMARY KEY);\n');
  folder.write('1.0.0/0021_late/up.sql', 'CREATE TABLE late ();\n');
  folder.remove('1.1.0');
  await using database = await createTestDatabase();
  const fresh = { ...options, connection: database.connectionString };
  await expect(up(fresh)).rejects.toMatchObject({
    code: 'MIGRATION_SQUASH_EDITED',
    meta: {
      problems: [
        '1.0.0/001_init/up.sql is not what squash.sql was made of.',
        '1.0.0/0021_late/up.sql is not in squash.sql, which goes to 1.0.0.',
      ],
    },
  });
});

test('the scripts may be removed: new and old databases go on, and what needs one says so', async () => {
  using folder = migrationFolder(THREE_MIGRATIONS);
  await using old = await createTestDatabase();
  await using between = await createTestDatabase();
  await using fresh = await createTestDatabase();
  const at = ({ connectionString: connection }: TestDatabase) => ({
    connection,
    migrations: folder.path,
  });
  await up(at(old));
  await snapshot(at(old));
  await up({ ...at(between), to: '1.0.0' });
  await squash({ ...at(old), version: '1.1.0' });
  folder.remove('1.0.0');
  folder.remove('1.1.0/003_companies');
  folder.write('1.2.0/004_next/up.sql', 'CREATE TABLE next ();');

  await expect(up({ ...at(fresh), to: '1.0.0' })).rejects.toMatchObject({
    code: 'MIGRATION_SQUASHED',
    message: expect.stringContaining('1.0.0/001_init/up.sql was removed'),
  });
  for (const database of [old, fresh]) {
    await up(at(database));
    expect(await tables(database.connectionString)).toEqual([
      ...['company', 'next', 'product', 'review'],
    ]);
    expect(await status(at(database))).toMatchObject({ currentVersion: '1.2.0', problems: [] });
    expect((await status(at(database))).editedDowns).toEqual([]);
    expect(await verify({ ...at(database), version: '1.1.0' })).toMatchObject({
      differences: [{ kind: 'unexpected', actual: { name: 'public.next' } }],
    });
    await expect(down({ ...at(database), to: '1.0.0' })).rejects.toMatchObject({
      code: 'MIGRATION_SQUASHED',
      message: expect.stringContaining('1.1.0/003_companies/down.sql was removed'),
    });
  }
  await expect(up(at(between))).rejects.toMatchObject({
    code: 'MIGRATION_SQUASHED',
    why: expect.stringContaining('is at 1.0.0/002_reviews; squash.sql is for a new one'),
    fix: expect.stringContaining("git log --diff-filter=D --oneline -- '*1.1.0/003_companies/*'"),
  });
  // With the one script that it lacks it goes on.
  folder.write('1.1.0/003_companies/up.sql', THREE_MIGRATIONS['1.1.0/003_companies/up.sql']);
  await up(at(between));
  expect(await status(at(between))).toMatchObject({ currentVersion: '1.2.0', problems: [] });

  // Squashed again, on the squashed script and what came behind it.
  folder.remove('1.1.0/003_companies');
  const again = await squash({ ...at(old), version: '1.2.0' });
  expect(again.migrations.map(({ id }) => id)).toEqual([
    ...['001_init', '002_reviews', '003_companies', '004_next'],
  ]);
  for (const version of ['1.1.0', '1.2.0']) folder.remove(version);
  await using last = await createTestDatabase();
  for (const database of [old, fresh, last]) {
    await up(at(database));
    expect(await status(at(database))).toMatchObject({ currentVersion: '1.2.0', problems: [] });
  }
});

test('a script that fails is retried, and written for psql it does the same', async () => {
  await using database = await createTestDatabase();
  const options = { connection: database.connectionString, migrations: shop.path };
  await query(database.connectionString, `CREATE TABLE customers ()`);
  const given = { ...options, allowNonEmpty: true, to: '1.1.0' };
  await expect(up(given)).rejects.toMatchObject({
    code: 'MIGRATION_FAILED',
    message: expect.stringContaining('squash.sql:'),
  });
  expect(await tables(database.connectionString)).toEqual(['customers']);
  await query(database.connectionString, 'DROP TABLE customers');
  expect((await retry(options)).toVersion).toBe('1.1.0');
  expect(await verify(options)).toMatchObject({ version: '1.1.0', differences: [] });

  await using other = await createTestDatabase();
  const elsewhere = { ...options, connection: other.connectionString };
  const text = await planAsSql({ ...elsewhere, direction: 'up' });
  await query(other.connectionString, text.replace(/^\\set.*$/m, ''));
  expect(await verify(elsewhere)).toMatchObject({ version: '1.2.0', differences: [] });
  expect((await up(elsewhere)).migrations).toEqual([]);
});

test('with another search path the scripts run one by one', async () => {
  using folder = migrationFolder(THREE_MIGRATIONS);
  await squash({ connection: server.connectionString, migrations: folder.path, version: '1.1.0' });
  await using database = await createTestDatabase();
  await query(database.connectionString, 'CREATE SCHEMA tenant');
  const connection = `${database.connectionString}?options=-c%20search_path%3Dtenant`;
  const { migrations } = await up({ connection, migrations: folder.path });
  expect(migrations.length).toBe(3);
  expect(await tables(database.connectionString)).toEqual([]);
});

/** What no dump of a database has, and why it is refused. */
const UNCARRIED = [
  ['CREATE ROLE squash_none;', 'CREATE ROLE is about the server'],
  ['DO $$ BEGIN IF false THEN CREATE ROLE x; END IF; END $$;', 'DO is about the server'],
  ['GRANT SELECT ON a TO squash_none;', 'it does not run in a scratch database'],
  ['CREATE PUBLICATION changes FOR ALL TABLES;', 'publication changes cannot be written'],
  ["INSERT INTO a VALUES (current_user, 'x');", 'it writes current_user into rows'],
  ['INSERT INTO b VALUES (random());', 'public.b.v has another value each time'],
  ["DO $$ BEGIN INSERT INTO a VALUES ('k'); COMMIT; END $$;", 'it does not run in a scratch'],
  ['SELECT lo_create(0);', 'large objects cannot be written'],
] as const;

test('what the script cannot stand for is refused with its line, all at once, or left out', async () => {
  const statements = UNCARRIED.map(([statement]) => statement);
  using folder = migrationFolder({
    '1.0.0/001_init/up.sql': 'CREATE TABLE a (k text, v text);\nCREATE TABLE b (v float8);\n',
    '1.0.0/002_more/up.sql': `-- migrator: no-transaction\n${statements.join('\n')}\n`,
  });
  const options = {
    ...{ connection: server.connectionString, migrations: folder.path, version: '1.0.0' },
  };
  const refusal = await squash(options).catch((error: unknown) => error as Error);
  expect(refusal).toMatchObject({ code: 'MIGRATION_SQUASH_REFUSED' });
  const leaveOut = UNCARRIED.map((_, index) => `1.0.0/002_more/up.sql:${index + 2}`);
  for (const [index, [, why]] of UNCARRIED.entries()) {
    expect((refusal as Error).message).toContain(`${leaveOut[index]}: ${why}`);
  }
  expect((refusal as Error).message.split('\n').length).toBe(UNCARRIED.length);
  expect(existsSync(`${folder.path}/squash.sql`)).toBe(false);
  const result = await squash({ ...options, leaveOut });
  expect(result).toMatchObject({ leftOut: leaveOut, rows: {}, statements: 2 });
});

test('a right on what is gone is passed over, and one that comes out otherwise is refused', async () => {
  using folder = migrationFolder({
    '1.0.0/001_init/up.sql': `CREATE TABLE gone (); GRANT SELECT ON gone TO pg_monitor; DROP TABLE gone;
      CREATE TABLE a (); GRANT SELECT ON ALL TABLES IN SCHEMA public TO pg_monitor;`,
  });
  const options = {
    ...{ connection: server.connectionString, migrations: folder.path, version: '1.0.0' },
  };
  const { sql } = await squash({ ...options, dryRun: true });
  expect(sql).toContain('GRANT SELECT ON ALL TABLES');
  expect(sql).not.toContain('gone');
  expect(existsSync(`${folder.path}/squash.json`)).toBe(false);
  folder.write('1.0.0/002_b/up.sql', 'CREATE TABLE b ();');
  await expect(squash(options)).rejects.toMatchObject({
    code: 'MIGRATION_SQUASH_REFUSED',
    message: expect.stringContaining('public.b'),
  });
  await expect(squash({ ...options, leaveOut: ['1.0.0/002_b/up.sql:7'] })).rejects.toMatchObject({
    message: 'No statement begins at 1.0.0/002_b/up.sql:7.',
  });
  await expect(squash({ ...options, version: '3.0.0' })).rejects.toMatchObject({
    code: 'MIGRATION_VERSION_UNKNOWN',
  });
});

test('a hotfix of an older line comes in the script, or behind it where it was made later', async () => {
  using folder = migrationFolder({
    '1.0.0/001_init/up.sql': 'CREATE TABLE product (id integer PRIMARY KEY);\n',
    '1.0.0/previous.json': '{"previous": null}',
    '1.1.0/002_next/up.sql': 'CREATE TABLE next ();\n',
    '1.1.0/previous.json': '{"previous": "1.0.0"}',
  });
  const options = { connection: server.connectionString, migrations: folder.path };
  await squash({ ...options, version: '1.1.0' });
  folder.write('1.0.1/002_fix/up.sql', 'ALTER TABLE product ADD fixed boolean;\n');
  folder.write('1.0.1/previous.json', '{"previous": "1.0.0", "appliesTo": ["1.1.0"]}');
  const fresh = async () => {
    const database = await createTestDatabase();
    const { migrations } = await up({ ...options, connection: database.connectionString });
    const found = await status({ ...options, connection: database.connectionString });
    await database[Symbol.asyncDispose]();
    const { currentVersion, pending, problems } = found;
    expect({ currentVersion, pending, problems }).toEqual({
      ...{ currentVersion: '1.1.0', pending: [], problems: [] },
    });
    return migrations.map(({ migration }) => migration);
  };
  expect(await fresh()).toEqual(['002_next', '002_fix']);
  const { migrations, sql } = await squash({ ...options, version: '1.1.0' });
  expect(migrations.map(({ id }) => id)).toEqual(['001_init', '002_fix', '002_next']);
  expect(sql).toContain('fixed boolean');
  expect(await fresh()).toEqual(['002_next']);
  // Its own line ends below the script, and takes its own.
  await using old = await createTestDatabase();
  const line = { ...options, connection: old.connectionString, to: '1.0.1' };
  expect((await up(line)).migrations.map(({ migration }) => migration)).toEqual([
    ...['001_init', '002_fix'],
  ]);
});
