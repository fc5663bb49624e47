import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createTestDatabase } from '@schema-service/local-postgres';
import pg from 'pg';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { runApp } from './run-app.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'migrations-'));
});

afterEach(() => rmSync(folder, { recursive: true }));

function write(file: string, content: string): void {
  mkdirSync(dirname(join(folder, file)), { recursive: true });
  writeFileSync(join(folder, file), content);
}

test('plan, status and history say how far a script in batches is', async () => {
  await using database = await createTestDatabase();
  const at = ['--dir', folder, '--database-url', database.connectionString];
  write(
    '1.0.0/001_init/up.sql',
    `CREATE TABLE product (id integer PRIMARY KEY, price integer);
INSERT INTO product SELECT generate_series(1, 600);`,
  );
  expect(await runApp(['up', ...at])).toMatchObject({ code: 0 });
  const client = new pg.Client({ connectionString: database.connectionString });
  await client.connect();
  await client.query('ANALYZE product');
  await client.end();
  const fill = `-- migrator: batches = product by id, target = 1s
UPDATE product SET price = 100 / (id - 550) WHERE id BETWEEN {from} AND {to};`;
  write('1.1.0/002_fill/up.sql', fill);

  const planned = await runApp(['up', '--dry-run', ...at]);
  expect(planned.stdout).toContain(`up 1.1.0/002_fill: 1 statement in batches
  rollback: impossible
  batches of 1.0 s through product by id: about 600 rows
`);
  expect(await runApp(['up', ...at])).toMatchObject({ code: 1 });
  const { stdout } = await runApp(['status', ...at]);
  expect(stdout).toContain(`failed: 1.1.0/002_fill/up.sql:2: division by zero (SQLSTATE 22012)
  statement 1, product by id: 500 rows in 1 batch, 500 changed, up to (500)
  The next attempt goes on behind the last batch.
`);
  expect((await runApp(['plan', ...at])).stdout).toContain(
    'about 600 rows, 500 of them already done\n',
  );
  write('1.1.0/002_fill/up.sql', fill.replace('550', '1000'));
  const moved = await runApp(['retry', '--json', ...at]);
  const events = moved.stdout.split('\n').filter((line) => line.includes('batchApplied'));
  expect(events.map((line) => JSON.parse(line))).toMatchObject([
    { batches: 2, rowsPassed: 600, rowsChanged: 600, changed: 100, estimatedRows: 600 },
  ]);
  expect((await runApp(['history', ...at])).stdout).toContain(
    '\n       statement 1, product by id: 600 rows in 2 batches, 600 changed\n',
  );
});
