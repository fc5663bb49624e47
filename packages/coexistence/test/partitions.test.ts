import { expect, test } from 'vitest';
import { livingVersions } from './living-versions.ts';

const model = (columns: string): string => `
  model Event {
    id Int @id
    ${columns}
  }
`;

test('a partitioned table: rows of every partition, and of one that comes and one that goes', async () => {
  await using versions = await livingVersions(model('count Int @default(0)'));
  const { tables } = versions;
  await tables(`DROP TABLE "Event" CASCADE;
    CREATE TABLE "Event" (id int PRIMARY KEY, count int NOT NULL DEFAULT 0) PARTITION BY RANGE (id);
    CREATE TABLE first PARTITION OF "Event" FOR VALUES FROM (0) TO (10);
    CREATE TABLE second PARTITION OF "Event" FOR VALUES FROM (10) TO (20);
    CREATE VIEW v_1_0_0."Event" AS SELECT id, count FROM "Event"`);
  const old = versions.as('1.0.0');
  await old('INSERT INTO "Event" VALUES (1, 1), (11, 11)');
  await versions.open(
    '2.0.0',
    model(
      'count BigInt @default(0)\n    size Int @default(5)\n    /// @fill 0 - {count}\n    minus BigInt',
    ),
  );
  const now = versions.as('2.0.0');
  await tables('CREATE TABLE third PARTITION OF "Event" FOR VALUES FROM (20) TO (30)');
  await old('INSERT INTO "Event" VALUES (2, 2), (21, 21)');
  await now('INSERT INTO "Event" (id, count, minus) VALUES (3, 5000000000, 0), (22, 22, 0)');
  await old('UPDATE "Event" SET count = count + 1 WHERE id IN (1, 21)');
  await now('UPDATE "Event" SET id = id + 10, count = count + 1 WHERE id = 2');
  expect(await old('SELECT * FROM "Event" ORDER BY id')).toEqual([
    { id: 1, count: 2 },
    { id: 3, count: 2147483647 },
    { id: 11, count: 11 },
    { id: 12, count: 3 },
    { id: 21, count: 22 },
    { id: 22, count: 22 },
  ]);
  await tables('DROP TABLE first');
  expect(await now('SELECT id, count, minus FROM "Event" ORDER BY id')).toEqual([
    { id: 11, count: '11', minus: '-11' },
    { id: 12, count: '3', minus: '-2' },
    { id: 21, count: '22', minus: '-21' },
    { id: 22, count: '22', minus: '0' },
  ]);
  await versions.close('1.0.0');
  await now('UPDATE "Event" SET count = 5000000000 WHERE id = 12');
  expect(await tables('SELECT count FROM second WHERE id = 12')).toEqual([{ count: '5000000000' }]);
});
