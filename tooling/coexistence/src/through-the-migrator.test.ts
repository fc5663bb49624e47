import { createTestDatabase } from '@schema-service/local-postgres';
import {
  abandon,
  contract,
  snapshot,
  status,
  up,
  verify,
  versions,
} from '@schema-service/migrator';
import { expect, test } from 'vitest';
import { rowsOf } from './database.ts';
import { derivedMigrations, type SchemaVersion } from './derived-migrations.ts';

const VERSIONS: readonly [SchemaVersion, ...SchemaVersion[]] = [
  ['1.0.0', 'model Count {\n id Int @id\n n Int @default(1)\n label String?\n}'],
  ['2.0.0', 'model Count {\n id Int @id\n n BigInt @default(2)\n label String?\n}'],
  [
    '3.0.0',
    `model Count {
      id Int @id
      /// @down CASE WHEN {value} ~ '^[0-9]+$' THEN {value}::bigint ELSE 0 END
      n String @default("3")
      /// @renamed from: label
      /// @up coalesce({value}, '')
      name String
    }`,
  ],
];

test('three versions come, the newest is abandoned and comes again, and the older ones end', async () => {
  await using fresh = await createTestDatabase();
  await using live = await createTestDatabase();
  using folder = await derivedMigrations(VERSIONS);
  const migrations = folder.path;
  await up({ connection: fresh.connectionString, migrations });
  await snapshot({ connection: fresh.connectionString, migrations });

  const at = { connection: live.connectionString, migrations };
  const drift = async () => (await verify(at)).differences;
  const ask = (sql: string) => rowsOf(live.connectionString, sql);
  await up({ ...at, to: '1.0.0' });
  await ask('INSERT INTO db_1_0_0."Count" (id) SELECT generate_series(1, 1200)');
  await up({ ...at, to: '2.0.0' });
  await ask('UPDATE db_2_0_0."Count" SET n = 5000000000 WHERE id = 2');
  await up(at);
  await ask(`INSERT INTO db_3_0_0."Count" (id, n, name) VALUES (1201, 'many', 'x')`);
  const n = (version: string) =>
    ask(`SELECT n::text FROM db_${version}_0_0."Count" WHERE id IN (1, 2, 1201) ORDER BY id`);
  expect(await n('1')).toEqual([{ n: '1' }, { n: '2147483647' }, { n: '0' }]);
  expect(await n('2')).toEqual([{ n: '1' }, { n: '5000000000' }, { n: '0' }]);
  expect(await n('3')).toEqual([{ n: '1' }, { n: '5000000000' }, { n: 'many' }]);
  expect(await drift()).toEqual([]);

  await expect(abandon({ ...at, version: '3.0.0' })).rejects.toMatchObject({
    code: 'MIGRATION_DATA_LOSS',
  });
  expect((await abandon({ ...at, version: '3.0.0', allowDataLoss: true })).toVersion).toBe('2.0.0');
  expect(await n('2')).toEqual([{ n: '1' }, { n: '5000000000' }, { n: '0' }]);
  await up(at);

  await contract({ ...at, version: '1.0.0' });
  expect(await drift()).toEqual([]);
  await ask('UPDATE db_2_0_0."Count" SET n = 7 WHERE id = 1');
  expect(await n('3')).toEqual([{ n: '7' }, { n: '5000000000' }, { n: '0' }]);
  await contract({ ...at, version: '2.0.0' });
  expect(await drift()).toEqual([]);
  expect(await ask('SELECT n FROM "Count" WHERE id = 2')).toEqual([{ n: '5000000000' }]);
  expect((await versions(at)).versions).toMatchObject([
    { version: '1.0.0', state: 'ended', schema: null },
    { version: '2.0.0', state: 'ended', schema: null },
    { version: '3.0.0', state: 'open', schema: 'db_3_0_0' },
  ]);
  expect((await status(at)).waiting).toBeUndefined();
});

test('a field moves to another table, its version is abandoned and comes again, and the older one ends', async () => {
  const parent = 'model Company {\n id Int @id @default(autoincrement())\n';
  await using fresh = await createTestDatabase();
  await using live = await createTestDatabase();
  using folder = await derivedMigrations([
    ['1.0.0', `${parent} about String?\n}`],
    [
      '2.0.0',
      `${parent} profile Profile?\n}
      model Profile {
        companyId Int @id
        /// @moved from: Company.about
        about String?
        company Company @relation(fields: [companyId], references: [id], onDelete: Cascade)
      }`,
    ],
  ]);
  const migrations = folder.path;
  await up({ connection: fresh.connectionString, migrations });
  await snapshot({ connection: fresh.connectionString, migrations });
  const at = { connection: live.connectionString, migrations };
  const drift = async () => (await verify(at)).differences;
  const ask = (sql: string) => rowsOf(live.connectionString, sql);
  await up({ ...at, to: '1.0.0' });
  await ask(`INSERT INTO db_1_0_0."Company" (about) VALUES ('first')`);
  await up(at);
  await ask(`UPDATE db_2_0_0."Profile" SET about = 'second'`);
  expect(await ask('SELECT * FROM db_1_0_0."Company"')).toEqual([{ id: 1, about: 'second' }]);
  expect(await drift()).toEqual([]);
  await abandon({ ...at, version: '2.0.0', allowDataLoss: true });
  await up(at);
  await contract({ ...at, version: '1.0.0' });
  expect(await drift()).toEqual([]);
  expect(await ask('SELECT * FROM db_2_0_0."Profile"')).toEqual([
    { companyId: 1, about: 'second' },
  ]);
});
