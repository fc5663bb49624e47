import { createTestDatabase } from '@schema-service/local-postgres';
import pg from 'pg';
import { expect, test } from 'vitest';
import { up } from '../../src/index.ts';
import { migrationFolder } from '../migration-folder.ts';

const LOCK_TIMEOUT_MS = 400;

test('a table that the application keeps in use: its queries get through between the tries', async () => {
  await using database = await createTestDatabase();
  using folder = migrationFolder({
    '1.0.0/001_name/up.sql': 'ALTER TABLE product ADD name text;',
  });
  const keeper = new pg.Client({ connectionString: database.connectionString });
  const reader = new pg.Client({ connectionString: database.connectionString });
  await Promise.all([keeper.connect(), reader.connect()]);
  try {
    await keeper.query('CREATE TABLE product (); INSERT INTO product DEFAULT VALUES;');
    await keeper.query('BEGIN; SELECT FROM product;');
    let retries = 0;
    let running = true;
    const run = up({
      connection: database.connectionString,
      migrations: folder.path,
      allowNonEmpty: true,
      lockTimeoutMs: LOCK_TIMEOUT_MS,
      onEvent: ({ kind }) => {
        if (kind === 'migrationRetrying') retries++;
      },
    }).finally(() => {
      running = false;
    });

    const reads: { readonly ms: number; readonly retries: number }[] = [];
    while (running) {
      const began = performance.now();
      // Behind the migration's ACCESS EXCLUSIVE in the queue, it waits as long as that one does.
      await reader.query('SELECT FROM product');
      reads.push({ ms: performance.now() - began, retries });
      if (retries === 2) await keeper.query('COMMIT');
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    await run;
    expect(retries).toBeGreaterThanOrEqual(2);
    expect(new Set(reads.map((read) => read.retries))).toContain(1);
    expect(reads.some(({ ms }) => ms > LOCK_TIMEOUT_MS / 4)).toBe(true);
    expect(Math.max(...reads.map(({ ms }) => ms))).toBeLessThan(LOCK_TIMEOUT_MS * 4);
  } finally {
    await Promise.all([keeper.end(), reader.end()]);
  }
});
