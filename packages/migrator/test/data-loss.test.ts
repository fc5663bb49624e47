import { createTestDatabase } from '@schema-service/local-postgres';
import { expect, test } from 'vitest';
import { down, explain, type MigrationEvent, up } from '../src/index.ts';
import { migrationFolder } from './migration-folder.ts';
import { query, tables } from './query.ts';

const FILES = {
  '1.0.0/001_init/up.sql':
    'CREATE TABLE "Product" (id integer); INSERT INTO "Product" VALUES (1), (2);',
  '1.0.0/001_init/down.sql': 'DROP TABLE "Product";',
  '1.1.0/002_name/up.sql': `ALTER TABLE "Product" ADD name text, ADD note text; CREATE INDEX by_name ON "Product" (name);`,
  '1.1.0/002_name/down.sql':
    'DROP INDEX by_name; ALTER TABLE "Product" DROP COLUMN name, DROP IF EXISTS note CASCADE;',
  '1.2.0/003_view/up.sql': 'CREATE VIEW names AS SELECT name FROM "Product";',
  '1.2.0/003_view/down.sql': 'DROP VIEW names;',
};

test('a down that loses nothing goes; one that does is refused with the count until it is allowed', async () => {
  await using database = await createTestDatabase();
  using folder = migrationFolder(FILES);
  const options = { connection: database.connectionString, migrations: folder.path };
  await up(options);
  await query(database.connectionString, `UPDATE "Product" SET name = 'x' WHERE id = 1`);
  await down({ ...options, to: '1.1.0' });

  const losses = [
    { kind: 'column', table: '"Product"', column: 'name', migration: '002_name', count: 1 },
    { kind: 'column', table: '"Product"', column: 'note', migration: '002_name', count: 0 },
    { kind: 'table', table: '"Product"', migration: '001_init', count: 2 },
  ];
  await expect(down({ ...options, to: 'none' })).rejects.toMatchObject({
    code: 'MIGRATION_DATA_LOSS',
    why: 'It would lose 1 value of "Product".name, 0 values of "Product".note, 2 rows of "Product".',
    meta: { losses },
  });
  expect(await tables(database.connectionString)).toEqual(['Product']);
  const report = await explain({ ...options, direction: 'down', to: 'none' });
  expect(report).toMatchObject({ losses, steps: [{ rollback: 'lossy' }, { rollback: 'lossy' }] });

  const events: MigrationEvent[] = [];
  const onEvent = (event: MigrationEvent) => events.push(event);
  await down({ ...options, to: 'none', allowDataLoss: true, onEvent });
  expect(events).toContainEqual({ kind: 'dataLoss', losses });
  expect(await tables(database.connectionString)).toEqual([]);
});

test('the header decides: instant needs no flag, impossible is refused before anything starts', async () => {
  await using database = await createTestDatabase();
  using folder = migrationFolder({
    ...FILES,
    '1.0.0/001_init/down.sql': '-- migrator: rollback = impossible\nDROP TABLE "Product";',
    '1.1.0/002_name/down.sql':
      '-- migrator: rollback = instant\nALTER TABLE "Product" DROP name, DROP note;',
  });
  const options = { connection: database.connectionString, migrations: folder.path };
  await up(options);
  await expect(down({ ...options, to: 'none', allowDataLoss: true })).rejects.toMatchObject({
    code: 'MIGRATION_IRREVERSIBLE',
    why: expect.stringContaining('rollback = impossible'),
  });
  await down({ ...options, to: '1.0.0' });
  folder.write('2.0.0/004_up/up.sql', '-- migrator: rollback = lossy\nSELECT 1;');
  await expect(up(options)).rejects.toMatchObject({ code: 'MIGRATION_HEADER_INVALID' });
});
