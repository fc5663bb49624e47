import { fileURLToPath } from 'node:url';
import { createTestDatabase } from '@schema-service/local-postgres';
import { expect, test } from 'vitest';
import { down, readMigrations, up } from '../src/index.ts';
import { structureOf } from './faults/structure.ts';

const MIGRATIONS = fileURLToPath(new URL('../../../migrations', import.meta.url));

test('every migration of the repository goes up, down and up, and leaves what it left before', async () => {
  await using database = await createTestDatabase();
  const { connectionString } = database;
  const options = { connection: connectionString, migrations: MIGRATIONS, allowDataLoss: true };
  const empty = await structureOf(connectionString);
  const versions = [...new Set((await readMigrations(MIGRATIONS)).map(({ version }) => version))];
  let before = 'none';
  let structureBefore = empty;
  for (const version of versions) {
    await up({ ...options, to: version });
    const structure = await structureOf(connectionString);
    expect(structure).not.toEqual(structureBefore);
    await down({ ...options, to: before });
    expect(withoutViews(await structureOf(connectionString))).toEqual(
      withoutViews(structureBefore),
    );
    await up({ ...options, to: version });
    expect(await structureOf(connectionString)).toEqual(structure);
    [before, structureBefore] = [version, structure];
  }
  await down({ ...options, to: 'none' });
  expect(await structureOf(connectionString)).toEqual(empty);
});

/** Those of a version that is alive stay when the one that was made beside it is taken back. */
const withoutViews = (lines: readonly unknown[]): unknown[] =>
  lines.filter((line) => !/^(?:column|relation) db_/.test(String(line)));
