import { resolve } from 'node:path';
import { createTestDatabase } from '@schema-service/local-postgres';
import { expect, test } from 'vitest';
import { readMigrations, up, verify } from '../src/index.ts';

const migrations = resolve(import.meta.dirname, '../../../migrations');

test('every version of this repository carries the structure that its migrations make', async () => {
  await using database = await createTestDatabase();
  const connection = database.connectionString;
  const versions = new Set((await readMigrations(migrations)).map(({ version }) => version));
  for (const to of versions) {
    await up({ connection, migrations, to });
    expect(await verify({ connection, migrations })).toEqual({
      kind: 'verification',
      version: to,
      differences: [],
    });
  }
});
