import { createTestDatabase } from '@schema-service/local-postgres';
import pg from 'pg';
import { expect, test } from 'vitest';
import { up } from '../../src/index.ts';
import { migrationFolder } from '../migration-folder.ts';

test('a table that the application keeps in use: its queries get through between the tries', async () => {
  await using database = await createTestDatabase();
  using folder = migrationFolder({
    '1.0.0/001_name/up.sql': 'ALTER TABLE product ADD name text;',
  });
  const [keeper, reader, watcher] = [1, 2, 3].map(
    () => new pg.Client({ connectionString: database.connectionString }),
  ) as [pg.Client, pg.Client, pg.Client]; // As many as numbers.
  await Promise.all([keeper, reader, watcher].map((client) => client.connect()));
  try {
    await keeper.query('CREATE TABLE product (); INSERT INTO product DEFAULT VALUES;');
    await keeper.query('BEGIN; SELECT FROM product;');
    let retries = 0;
    const run = up({
      connection: database.connectionString,
      migrations: folder.path,
      allowNonEmpty: true,
      lockTimeoutMs: 400,
      onEvent: ({ kind }) => {
        if (kind === 'migrationRetrying') retries++;
      },
    });
    const { rows } = await reader.query('SELECT pg_backend_pid() AS pid');
    const isWaiting = async (): Promise<boolean> =>
      (await watcher.query('SELECT FROM pg_locks WHERE pid = $1 AND NOT granted', [rows[0].pid]))
        .rowCount === 1;

    // Behind the migration's ACCESS EXCLUSIVE in the queue, a query waits as long as that one does:
    // tried until one was seen there, which then gets through while the table is still in use.
    let wasQueued = false;
    while (!wasQueued) {
      let isRead = false;
      const read = reader.query('SELECT FROM product').then(() => {
        isRead = true;
      });
      while (!isRead) wasQueued = (await isWaiting()) || wasQueued;
      await read;
    }
    await keeper.query('COMMIT');
    await run;
    expect(retries).toBeGreaterThanOrEqual(1);
    expect((await reader.query('SELECT name FROM product')).rowCount).toBe(1);
  } finally {
    await Promise.all([keeper, reader, watcher].map((client) => client.end()));
  }
});
