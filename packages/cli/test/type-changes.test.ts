import { createTestDatabase } from '@schema-service/local-postgres';
import { draftMigrations } from '@schema-service/migration-draft';
import { diff } from '@schema-service/schema-diff';
import { parseSchema, type SchemaModel, schemaSql } from '@schema-service/schema-model';
import pg from 'pg';
import { expect, test } from 'vitest';

/** Types, and values that need all of each. */
const TYPES: Readonly<Record<string, readonly string[]>> = {
  String: [`'12345678901.5'`, `'true'`, `'A'`, `'{a,b}'`, `'"x"'`],
  'String @db.VarChar(9)': [`'12345.678'`],
  'String[]': [`ARRAY['a', 'b']`, `ARRAY['1']`],
  Int: ['123456789', '1'],
  'Int[]': ['ARRAY[123456789, 2]'],
  BigInt: ['9007199254740993'],
  'Int @db.Oid': ['4294967295'],
  Float: ['1.5', '123456789.123'],
  'Float @db.Real': ['1.5'],
  'Decimal @db.Decimal(20, 4)': ['1234567890123456.1234'],
  'Decimal @db.Decimal(10, 2)': ['1.25'],
  Boolean: ['true'],
  Bytes: [`'\\x00ff'`],
  Json: [`'{"a": 1}'`, `'"x"'`],
  'DateTime @db.Timestamp(6)': [`'2026-01-02 03:04:05.678901'`],
  'DateTime @db.Timestamptz(3)': [`'2026-01-02 03:04:05.678+09'`],
  'DateTime @db.Date': [`'2026-01-02'`],
  'DateTime @db.Time(6)': [`'03:04:05.678901'`],
  E: [`'A'`],
  F: [`'A'`],
  'String @db.VarBit(9)': [`'101010101'`],
};

const schemaOf = (type: string): SchemaModel =>
  parseSchema([
    {
      path: 'schema.prisma',
      content: `model A {\n id Int @id\n v ${type}\n}\nenum E {\n A\n B\n}\nenum F {\n A\n C\n}`,
    },
  ]);

async function scriptOf(from: SchemaModel, to: SchemaModel): Promise<string> {
  const drafts = draftMigrations(from, to, diff(from, to));
  return drafts.map(({ up }) => up).join('\n');
}

async function connect(connectionString: string): Promise<pg.Client & AsyncDisposable> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  return Object.assign(client, { [Symbol.asyncDispose]: () => client.end() });
}

/** The value, and PostgreSQL's name of its type. */
async function held(client: pg.Client): Promise<{ readonly value: string; readonly type: string }> {
  const { rows } = await client.query(
    `SELECT v::text AS value, format_type(atttypid, atttypmod) AS type
     FROM "A", pg_attribute WHERE attrelid = '"A"'::regclass AND attname = 'v'`,
  );
  return rows[0];
}

/** Undefined where PostgreSQL refuses it. */
async function tried(client: pg.Client, sql: string): Promise<pg.QueryResult | undefined> {
  try {
    return await client.query(sql);
  } catch {
    await client.query('ROLLBACK');
    return undefined;
  }
}

test.each(Object.keys(TYPES))(
  'from %s: what a draft asks nothing about keeps a value, or is refused',
  async (type) => {
    await using database = await createTestDatabase();
    await using client = await connect(database.connectionString);
    const previous = schemaOf(type);
    const creation = (await schemaSql(null, previous)).join('\n');
    for (const other of Object.keys(TYPES)) {
      if (other === type) continue;
      const up = await scriptOf(previous, schemaOf(other));
      if (up.includes('TODO: decide')) continue;
      for (const value of TYPES[type] ?? []) {
        await client.query('DROP SCHEMA public CASCADE; CREATE SCHEMA public');
        await client.query(`${creation}; INSERT INTO "A" VALUES (1, ${value})`);
        const before = await held(client);
        if ((await tried(client, up)) === undefined) continue;
        const now = (await held(client)).type.endsWith('[]') && !type.includes('[]') ? 'v[1]' : 'v';
        const again = await tried(
          client,
          `SELECT ${now}::text::${before.type}::text AS v FROM "A"`,
        );
        // A truth value has no number in its text: what cannot be read back is no value of the old type.
        if (again !== undefined) expect(again.rows[0].v, `${other}: ${up}`).toBe(before.value);
      }
    }
  },
);

test.each([
  ['String[]', 'String?', 'what becomes of lists in "A"."v", of which one value stays'],
  ['Json', 'String', 'how values of "A"."v" become String'],
  ['Bytes', 'String', 'how values of "A"."v" become String'],
  ['String', 'Json', 'how values of "A"."v" become Json'],
  ['Float', 'Int', 'how values of "A"."v" are rounded to 0 digits behind the point'],
  ['DateTime @db.Timestamptz(3)', 'DateTime', 'the time zone of values of "A"."v": PostgreSQL'],
  ['DateTime', 'DateTime @db.Date', 'the time in "A"."v", which its new type has no room for'],
  ['BigInt', 'Float', 'values of "A"."v" with more than 15 digits, which become others'],
])('%s to %s is a decision', async (type, other, about) => {
  const up = await scriptOf(schemaOf(type), schemaOf(other));
  expect(up).toContain(`-- TODO: decide on ${about}`);
  expect(up).toMatch(/ALTER COLUMN "v" TYPE [^;]* USING /);
});
