import { createTestDatabase } from '@schema-service/local-postgres';
import { expect, test } from 'vitest';
import { adopt, contract, down, snapshot, up, verify, versions } from '../src/index.ts';
import { connect, hello } from './hello-client.ts';
import { migrationFolder } from './migration-folder.ts';
import { query } from './query.ts';

/** Two releases that know nothing of version schemas; the second renames under the clients of the first. */
const PLAIN = {
  '1.0.0/001_init/up.sql': `CREATE TYPE state AS ENUM ('new', 'old');
CREATE TABLE "Review" (id serial PRIMARY KEY, body text NOT NULL DEFAULT '', state state NOT NULL DEFAULT 'new',
  words integer GENERATED ALWAYS AS (length(body)) STORED);
CREATE TABLE parts (day date NOT NULL) PARTITION BY RANGE (day);
CREATE TABLE parts_2026 PARTITION OF parts FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
`,
  '1.0.0/001_init/down.sql': 'DROP TABLE parts; DROP TABLE "Review"; DROP TYPE state;\n',
  '2.0.0/002_content/up.sql': 'ALTER TABLE "Review" RENAME COLUMN body TO content;\n',
  '2.0.0/002_content/down.sql': 'ALTER TABLE "Review" RENAME COLUMN content TO body;\n',
};

test('a database gets the schema of its version, and clients of it go on behind the next one', async () => {
  await using database = await createTestDatabase();
  using folder = migrationFolder(PLAIN);
  const { connectionString: connection } = database;
  const at = { connection, migrations: folder.path };
  await expect(adopt(at)).rejects.toMatchObject({ code: 'MIGRATION_VERSION_INCOMPLETE' });
  await up({ ...at, to: '1.0.0' });
  await snapshot(at);
  await using client = await connect(connection);
  expect((await hello(client, '1.0.0')).schema_name).toBeNull();

  const role = `role_${database.name}`;
  await client.query(`CREATE ROLE ${role}; GRANT SELECT ON "Review" TO ${role};
    GRANT UPDATE (body) ON "Review" TO ${role}`);
  try {
    const planned = await adopt({ ...at, dryRun: true });
    expect(planned).toMatchObject({ version: '1.0.0', schema: 'db_1_0_0' });
    expect(planned.statements).toEqual([
      'CREATE SCHEMA "db_1_0_0"',
      'CREATE VIEW "db_1_0_0"."Review" AS SELECT "id", "body", "state", "words" FROM public."Review"',
      `ALTER VIEW "db_1_0_0"."Review" ALTER COLUMN "body" SET DEFAULT ''::text, ALTER COLUMN "state" SET DEFAULT 'new'::public.state`,
      `GRANT SELECT ON "db_1_0_0"."Review" TO ${role}`,
      `GRANT UPDATE (body) ON "db_1_0_0"."Review" TO ${role}`,
      'CREATE VIEW "db_1_0_0"."parts" AS SELECT "day" FROM public.parts',
      `GRANT USAGE ON SCHEMA "db_1_0_0" TO ${role}`,
    ]);
    expect((await hello(client, '1.0.0')).schema_name).toBeNull();
    expect((await adopt(at)).statements).toEqual(planned.statements);
    expect((await adopt(at)).statements).toEqual([]);
    expect((await hello(client, '1.0.0')).schema_name).toBe('db_1_0_0');
    expect((await verify(at)).differences).toEqual([]);

    await up(at);
    await client.query(`INSERT INTO db_1_0_0."Review" (body) VALUES ('good')`);
    expect((await client.query('SELECT id, content, state, words FROM "Review"')).rows).toEqual([
      { id: 1, content: 'good', state: 'new', words: 4 },
    ]);
    await client.query(`SET ROLE ${role}; UPDATE db_1_0_0."Review" SET body = 'bad'`);
    await client.query('RESET ROLE');
    await adopt(at);
    await hello(client, '1.0.0');
    expect((await versions(at)).versions).toMatchObject([
      {
        ...{ version: '1.0.0', schema: 'db_1_0_0', adoptedAt: expect.any(Date) },
        users: [{ who: 'web', languages: ['node'] }],
      },
      { version: '2.0.0', schema: 'db_2_0_0', adoptedAt: expect.any(Date), users: [] },
    ]);

    // A version that is taken back takes its schema along, and no other.
    await down({ ...at, to: '1.0.0' });
    expect((await versions(at)).versions).toMatchObject([{ version: '1.0.0', schema: 'db_1_0_0' }]);
    expect((await client.query('SELECT body FROM db_1_0_0."Review"')).rows).toEqual([
      { body: 'bad' },
    ]);
    // No contract is needed to end one.
    await up(at);
    const ending = { ...at, version: '1.0.0' };
    await expect(contract(ending)).rejects.toMatchObject({ code: 'MIGRATION_VERSION_IN_USE' });
    await client.query(`UPDATE schema_migrations.usage SET last_seen = now() - interval '8 days'`);
    await contract(ending);
    expect((await versions(at)).versions).toMatchObject([
      { version: '1.0.0', schema: null, state: 'ended' },
      { version: '2.0.0', schema: null },
    ]);
    await adopt(at);
    await down({ ...at, to: 'none', allowDataLoss: true });
    expect(await query(connection, `SELECT FROM pg_namespace WHERE nspname LIKE 'db_%'`)).toEqual(
      [],
    );
  } finally {
    await client.query(`DROP OWNED BY ${role}; DROP ROLE ${role}`);
  }
});

test('a database that is not what its version says is refused', async () => {
  await using database = await createTestDatabase();
  using folder = migrationFolder(PLAIN);
  const { connectionString: connection } = database;
  const at = { connection, migrations: folder.path };
  await up({ ...at, to: '1.0.0' });
  await snapshot(at);
  await query(connection, 'ALTER TABLE "Review" ENABLE ROW LEVEL SECURITY');
  await expect(adopt(at)).rejects.toMatchObject({ code: 'MIGRATION_DRIFT' });
  const { statements } = await adopt({ ...at, exclude: ['public."Review"'], dryRun: true });
  expect(statements).toHaveLength(2);
});

const SECURED = {
  '1.0.0/001_init/up.sql': `CREATE TABLE orders (id int PRIMARY KEY, tenant text NOT NULL DEFAULT current_user, total int);
CREATE TABLE notes (id int PRIMARY KEY);
ALTER TABLE orders ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON orders USING (tenant = current_user);
`,
  '2.0.0/002_amount/up.sql': 'ALTER TABLE orders RENAME COLUMN total TO amount;\n',
};

test('through the view of a table with row security a role has the rows that the policies let it have', async () => {
  await using database = await createTestDatabase();
  using folder = migrationFolder(SECURED);
  const { connectionString: connection } = database;
  const at = { connection, migrations: folder.path };
  await up({ ...at, to: '1.0.0' });
  await snapshot(at);
  await using client = await connect(connection);
  const { major } = (
    await client.query(`SELECT current_setting('server_version_num')::int / 10000 AS major`)
  ).rows[0];
  if (major < 15) {
    await expect(adopt(at)).rejects.toMatchObject({
      code: 'MIGRATION_ADOPT_REFUSED',
      why: expect.stringContaining('public.orders: before PostgreSQL 15 a view shows every row'),
    });
    return;
  }
  const role = `role_${database.name}`;
  await client.query(`CREATE ROLE ${role}; GRANT SELECT, INSERT, UPDATE, DELETE ON orders TO ${role};
    INSERT INTO orders VALUES (1, '${role}', 10), (2, 'another', 20)`);
  try {
    const { statements, secured } = await adopt(at);
    expect(secured).toEqual(['public.orders']);
    expect(statements).toContain(
      'CREATE VIEW "db_1_0_0"."orders" WITH (security_invoker = true) AS SELECT "id", "tenant", "total" FROM public.orders',
    );
    expect(statements).toContain('CREATE VIEW "db_1_0_0"."notes" AS SELECT "id" FROM public.notes');
    // Of what the version has, nothing is another than before.
    expect((await verify(at)).differences).toEqual([]);
    await up(at);
    await client.query(`SET ROLE ${role}`);
    expect((await client.query('SELECT id, total FROM db_1_0_0.orders')).rows).toEqual([
      { id: 1, total: 10 },
    ]);
    expect((await client.query('UPDATE db_1_0_0.orders SET total = total + 1')).rowCount).toBe(1);
    expect((await client.query('DELETE FROM db_1_0_0.orders WHERE id = 2')).rowCount).toBe(0);
    await client.query('INSERT INTO db_1_0_0.orders (id, total) VALUES (3, 30)');
    await expect(
      client.query(`INSERT INTO db_1_0_0.orders VALUES (4, 'another', 40)`),
    ).rejects.toMatchObject({ code: '42501', message: expect.stringContaining('row-level') });
    await expect(client.query('SELECT FROM db_1_0_0.notes')).rejects.toMatchObject({
      code: '42501',
    });
    await client.query('RESET ROLE');
    expect((await client.query('SELECT id, amount FROM orders ORDER BY id')).rows).toEqual([
      { id: 1, amount: 11 },
      { id: 2, amount: 20 },
      { id: 3, amount: 30 },
    ]);
    // The view asks for the rights to the table, too.
    await client.query(`REVOKE ALL ON orders FROM ${role}; SET ROLE ${role}`);
    await expect(client.query('SELECT FROM db_1_0_0.orders')).rejects.toMatchObject({
      code: '42501',
      message: 'permission denied for table orders',
    });
  } finally {
    await client.query(`RESET ROLE; DROP OWNED BY ${role}; DROP ROLE ${role}`);
  }
});
