import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTestDatabase } from '@schema-service/local-postgres';
import pg from 'pg';
import { expect, test } from 'vitest';
import { runApp, startApp } from './run-app.ts';

test('kill -9 in the middle of a statement: the lock is free at once, and up finishes', async () => {
  await using database = await createTestDatabase();
  const folder = mkdtempSync(join(tmpdir(), 'migrations-'));
  // Slow for whoever comes first only.
  const slowOnce = `CREATE TABLE product (id integer);
    SELECT CASE WHEN (SELECT count(*) FROM schema_migrations.history) = 1 THEN pg_sleep(3600) END;`;
  mkdirSync(join(folder, '1.0.0/001_slow'), { recursive: true });
  writeFileSync(join(folder, '1.0.0/001_slow/up.sql'), slowOnce);
  const at = ['--dir', folder, '--database-url', database.connectionString];
  const client = new pg.Client({ connectionString: database.connectionString });
  await client.connect();
  try {
    const app = startApp(['up', ...at]);
    const asleep = `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'PgSleep'`;
    await expect
      .poll(async () => (await client.query(asleep)).rowCount, { timeout: 60_000 })
      .toBe(1);
    expect((await runApp(['status', ...at])).stdout).toContain('migrating now: process ');
    app.kill('SIGKILL');

    // Were the lock still held, this would wait for as long as the statement sleeps.
    const finished = await runApp(['up', ...at]);
    expect(finished).toMatchObject({ code: 0 });
    expect(finished.stderr).toContain('001_slow was interrupted at ');
    const { rows } = await client.query(
      `SELECT status, attempt, error->>'code' AS code FROM schema_migrations.history ORDER BY id`,
    );
    expect(rows).toEqual([
      { status: 'failed', attempt: 1, code: 'MIGRATION_INTERRUPTED' },
      { status: 'success', attempt: 2, code: null },
    ]);
  } finally {
    await client.end();
    rmSync(folder, { recursive: true });
  }
});
