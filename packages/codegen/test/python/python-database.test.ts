import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createTestDatabase } from '@schema-service/local-postgres';
import pg from 'pg';
import { describe, expect, test } from 'vitest';
import { run } from '../run.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { generatePython, HERE, PYTHON, writeFiles } from './generated.ts';

describe.skipIf(!PYTHON)('the Python client on a real database', () => {
  test('passes the checks in checks/', async () => {
    await using database = await createTestDatabase();
    await execute(
      database.connectionString,
      readFileSync(join(HERE, 'fixtures/everything/schema.sql'), 'utf8'),
    );
    const folder = temporaryFolder();
    await writeFiles(await generatePython('everything'), folder);
    cpSync(join(HERE, 'checks'), join(folder, 'checks'), { recursive: true });
    const result = await run(
      PYTHON ?? '',
      ['-m', 'pytest', '-q', '-x', '-p', 'no:cacheprovider', 'checks'],
      {
        cwd: folder,
        env: { DATABASE_URL: database.connectionString, PYTHONPATH: folder },
      },
    );
    expect(result.exitCode, result.stdout + result.stderr).toBe(0);
    expect(result.stdout).toMatch(/\d{2,} passed/);
  }, 120_000);
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
