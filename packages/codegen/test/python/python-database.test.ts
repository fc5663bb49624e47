import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createTestDatabase } from '@schema-service/local-postgres';
import pg from 'pg';
import { describe, expect, test } from 'vitest';
import { run } from '../run.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { generatePython, HERE, PYTHON, writeFiles } from './generated.ts';

describe.skipIf(!PYTHON)('the Python client on a real database', () => {
  test.each([
    ['everything', 'checks'],
    ['small', 'checks-of-schemas'],
    ['relations', 'checks-of-relations'],
    ['without-foreign-keys', 'checks-without-foreign-keys'],
  ])('of the schema %s passes %s/', async (fixture, checks) => {
    await using database = await createTestDatabase();
    const ddl = readFileSync(join(HERE, 'fixtures', fixture, 'schema.sql'), 'utf8');
    await execute(database.connectionString, ddl);
    const folder = temporaryFolder();
    await writeFiles(await generatePython(fixture), folder);
    cpSync(join(HERE, checks), join(folder, checks), { recursive: true });
    cpSync(join(HERE, 'both_colours.py'), join(folder, checks, 'both_colours.py'));
    const result = await run(
      PYTHON ?? '',
      ['-m', 'pytest', '-q', '-p', 'no:cacheprovider', checks],
      { cwd: folder, env: { DATABASE_URL: database.connectionString, PYTHONPATH: folder } },
    );
    expect(result.exitCode, result.stdout + result.stderr).toBe(0);
  });
});

async function execute(connectionString: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
