import { createTestDatabase } from '@schema-service/local-postgres';
import { expect, test } from 'vitest';
import { fillTables } from '../src/fill/fill-tables.ts';
import type { FilledTable } from '../src/index.ts';
import { withClient } from '../src/with-client.ts';

/** Fills the tables that some SQL makes, and asks one question of them. */
async function fill(
  sql: string,
  question = 'SELECT',
): Promise<{ readonly tables: readonly FilledTable[]; readonly answer: unknown }> {
  await using database = await createTestDatabase();
  return await withClient(database.connectionString, async (client) => {
    await client.query(sql);
    const tables = await fillTables(client);
    const { rows } = await client.query<object>(question);
    return { tables, answer: rows };
  });
}

const full = (...names: readonly string[]): readonly FilledTable[] =>
  names.map((name) => ({ kind: 'filledTable', table: `public.${name}`, rows: 5 }));

const types =
  `int2 int4 int8 numeric numeric(5,2) numeric(3,3) numeric(5,0) float4 float8 money bool text varchar
  varchar(1) char char(7) uuid date time timetz timestamp timestamp(3) timestamptz interval json jsonb bytea inet cidr
  macaddr bit bit(4) varbit varbit(9) xml tsvector tsquery point oid int4range int8range numrange daterange tsrange
  tstzrange text[] int4[] numeric(4,1)[] timestamptz[] jsonb[] bool[] bytea[]`.split(/\s+/);

test('every type that PostgreSQL has a literal for gets values and a null', async () => {
  const columns = types.flatMap((type, i) => [`n${i} ${type} NOT NULL`, `o${i} ${type}`]);
  const nulls = types.map((_, i) => `count(*) FILTER (WHERE o${i} IS NULL)::int`);
  const { tables, answer } = await fill(
    `CREATE TABLE every (id int PRIMARY KEY, ${columns.join(', ')})`,
    `SELECT ARRAY[${nulls.join(', ')}] AS nulls FROM every`,
  );
  expect(tables).toEqual(full('every'));
  expect(answer).toEqual([{ nulls: types.map(() => 1) }]);
});

test('the edges of a type are among the values', async () => {
  const { answer } = await fill(
    'CREATE TABLE edges (id serial PRIMARY KEY, small int2 NOT NULL, short varchar(4) NOT NULL)',
    'SELECT min(small), max(small), min(length(short)) AS shortest, max(length(short)) AS longest FROM edges',
  );
  expect(answer).toEqual([{ min: -32768, max: 32767, shortest: 0, longest: 4 }]);
});

test('rows that constraints want to fit each other', async () => {
  const { tables } = await fill(`
    CREATE EXTENSION btree_gist;
    CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy');
    CREATE TABLE a_tenants (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY);
    CREATE TABLE b_users (tenant int NOT NULL REFERENCES a_tenants, id uuid DEFAULT gen_random_uuid(),
      code char(3) NOT NULL CHECK (code ~ '^[A-Z]{3}$'), PRIMARY KEY (tenant, id));
    CREATE TABLE c_notes (id bigserial PRIMARY KEY, tenant int NOT NULL, author uuid NOT NULL, reader uuid,
      FOREIGN KEY (tenant, author) REFERENCES b_users, FOREIGN KEY (tenant, reader) REFERENCES b_users);
    CREATE TABLE d_either (id int PRIMARY KEY, tenant int REFERENCES a_tenants, note bigint REFERENCES c_notes,
      CHECK (num_nonnulls(tenant, note) = 1));
    CREATE TABLE e_booking (room int, during daterange NOT NULL, EXCLUDE USING gist (room WITH =, during WITH &&));
    CREATE TABLE f_open (id int PRIMARY KEY, mood mood NOT NULL, tenant int NOT NULL REFERENCES a_tenants);
    CREATE UNIQUE INDEX ON f_open (tenant) WHERE mood = 'sad';
    CREATE TABLE g_interval (id int PRIMARY KEY, "from" timestamptz NOT NULL, "to" timestamptz NOT NULL,
      score numeric(3,1) CHECK (score > 2.5 AND score < 3), CHECK ("from" < "to"));
    CREATE TABLE h_tree (id serial PRIMARY KEY, parent int NOT NULL REFERENCES h_tree);
    CREATE TABLE i_guarded (id int PRIMARY KEY, name text NOT NULL);
    CREATE FUNCTION guard() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN IF NEW.name NOT LIKE '%@%' THEN RAISE 'no address'; END IF; RETURN NEW; END $$;
    CREATE TRIGGER guard BEFORE INSERT ON i_guarded FOR EACH ROW EXECUTE FUNCTION guard();
    CREATE TABLE j_parts (id int, kind text NOT NULL) PARTITION BY LIST (kind);
    CREATE TABLE j_parts_abc PARTITION OF j_parts FOR VALUES IN ('abc');
    CREATE TABLE k_generated (id int PRIMARY KEY, twice int GENERATED ALWAYS AS (id % 100 * 2) STORED);
    CREATE TABLE l_empty ();
  `);
  expect(tables.filter(({ rows, problem }) => rows < 5 || problem !== undefined)).toEqual([
    expect.objectContaining({ table: 'public.h_tree' }),
  ]);
  expect(tables.map(({ table }) => table)).not.toContain('public.j_parts_abc');
});

test('tables that refer to each other, where one may wait', async () => {
  const { tables, answer } = await fill(
    `CREATE TABLE houses (id int PRIMARY KEY, owner int);
     CREATE TABLE people (id int PRIMARY KEY, house int NOT NULL REFERENCES houses);
     ALTER TABLE houses ADD FOREIGN KEY (owner) REFERENCES people;`,
    'SELECT count(*)::int, count(DISTINCT house)::int AS houses FROM people',
  );
  expect(tables).toEqual(full('houses', 'people'));
  expect(answer).toEqual([{ count: 5, houses: 5 }]);
});

test('rows beside those of an earlier time have other values, as far as the types go', async () => {
  await using database = await createTestDatabase();
  const counts = await withClient(database.connectionString, async (client) => {
    await client.query('CREATE TABLE one (id int PRIMARY KEY, label text NOT NULL, size int)');
    await fillTables(client, { isDistinct: true });
    await fillTables(client, { isDistinct: true, after: 100 });
    const { rows } = await client.query<object>(
      'SELECT count(*)::int, count(DISTINCT label)::int AS labels, count(DISTINCT size)::int AS sizes FROM one',
    );
    return rows;
  });
  expect(counts).toEqual([{ count: 10, labels: 10, sizes: 10 }]);
});
