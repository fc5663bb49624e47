import { createTestDatabase, testMajor } from '@schema-service/local-postgres';
import pg from 'pg';
import { expect, test } from 'vitest';
import { readStructure } from '../src/index.ts';

test('the suite runs on the major version of PostgreSQL that was asked for', async () => {
  await using database = await createTestDatabase();
  const client = new pg.Client({ connectionString: database.connectionString });
  await client.connect();
  try {
    expect((await readStructure(client)).serverMajor).toBe(testMajor());
  } finally {
    await client.end();
  }
});
