import { createTestDatabase } from '@schema-service/local-postgres';
import { expect, test } from 'vitest';
import { compareRows } from '../src/rows/compare-rows.ts';
import { readRows } from '../src/rows/read-rows.ts';
import { withClient } from '../src/with-client.ts';

/** How many values of a column, of one and a null, are others once it has another type. */
async function changedBy(type: string, value: string, newType: string): Promise<number> {
  await using database = await createTestDatabase();
  return await withClient(database.connectionString, async (client) => {
    await client.query(`CREATE TABLE t (id int PRIMARY KEY, v ${type})`);
    await client.query(`INSERT INTO t VALUES (1, ${value}), (2, NULL)`);
    const before = await readRows(client);
    await client.query(`ALTER TABLE t ALTER v TYPE ${newType} USING v::text::${newType}`);
    const [table] = compareRows(before, await readRows(client), 'up');
    expect(table).toMatchObject({ rows: 2, lost: 0, added: 0 });
    return table?.changed ?? -1;
  });
}

test.each([
  ['text[]', `ARRAY['a', 'b']`, 'text'],
  ['int[]', `ARRAY[1]`, 'varchar(20)'],
  ['text', `'{a,b}'`, 'text[]'],
  ['jsonb', `'{"a": 1}'`, 'text'],
  ['json', `'"a"'`, 'text'],
  ['text', `'{"a": 1}'`, 'jsonb'],
  ['bytea', String.raw`'\x6162'`, 'text'],
  ['text', String.raw`'\x6162'`, 'bytea'],
  ['timestamp', `'2026-01-02 03:04:05'`, 'date'],
  ['numeric(9, 4)', '1.2345', 'numeric(9, 2)'],
])(
  '%s %s to %s: PostgreSQL writes it alike, or rounds, and it is another value',
  async (from, value, to) => {
    expect(await changedBy(from, value, to)).toBe(1);
  },
);

test.each([
  ['int', '7', 'text'],
  ['int', '7', 'bigint'],
  ['numeric(9, 2)', '1.50', 'numeric(12, 4)'],
  ['json', `'{"b":1,"a":2}'`, 'jsonb'],
  ['int[]', 'ARRAY[1, 2]', 'bigint[]'],
  ['varchar(9)', `'a'`, 'text'],
])('%s %s to %s keeps it', async (from, value, to) => {
  expect(await changedBy(from, value, to)).toBe(0);
});
