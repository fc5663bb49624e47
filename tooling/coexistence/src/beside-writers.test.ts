import { createTestDatabase } from '@schema-service/local-postgres';
import { abandon, contract, up } from '@schema-service/migrator';
import pg from 'pg';
import { expect, test } from 'vitest';
import { derivedMigrations } from './derived-migrations.ts';

const ROWS = 3000;

test('clients of three versions write all the time, and lose nothing while versions come and go', async () => {
  await using database = await createTestDatabase();
  using folder = await derivedMigrations([
    ['1.0.0', 'model Count {\n id Int @id\n n Int @default(0)\n label String?\n}'],
    ['2.0.0', 'model Count {\n id Int @id\n n BigInt @default(0)\n label String?\n}'],
    [
      '3.0.0',
      `model Count {
        id Int @id
        n BigInt @default(0)
        /// @up coalesce({value}, '')
        label String
      }`,
    ],
  ]);
  const { connectionString: connection } = database;
  const at = { connection, migrations: folder.path };
  await up({ ...at, to: '1.0.0' });
  await query(connection, `INSERT INTO db_1_0_0."Count" (id) SELECT generate_series(1, ${ROWS})`);

  const first = startWriting(connection, 'db_1_0_0');
  // The backfill is ended in its midst, and goes on.
  const killed = new AbortController();
  const onEvent = ({ kind }: { readonly kind: string }): void => {
    if (kind === 'batchApplied') killed.abort();
  };
  const cut = up({ ...at, to: '2.0.0', signal: killed.signal, onEvent });
  await expect(cut).rejects.toMatchObject({ code: 'MIGRATION_CANCELLED' });
  await up({ ...at, to: '2.0.0' });
  const second = startWriting(connection, 'db_2_0_0');
  await up(at);
  const briefly = startWriting(connection, 'db_3_0_0');
  const written = [await briefly.stop()];
  await abandon({ ...at, version: '3.0.0', allowDataLoss: true });
  await up(at);
  const third = startWriting(connection, 'db_3_0_0');
  written.push(await first.stop());
  await contract({ ...at, version: '1.0.0' });
  written.push(await second.stop());
  await contract({ ...at, version: '2.0.0' });
  written.push(await third.stop());

  expect(written.every((count) => count > 0)).toBe(true);
  const total = written.reduce((sum, count) => sum + count, 0);
  const [counted] = await query(
    connection,
    `SELECT sum(n)::int AS n, count(*)::int AS rows FROM db_3_0_0."Count"`,
  );
  expect(counted).toEqual({ n: total, rows: ROWS + total });
});

/** Somebody who writes. */
interface Writing {
  /** How often it has written, in the end. */
  readonly stop: () => Promise<number>;
}

let nextId = 1_000_000;

/** Counts in one row through the views of a version, and inserts another, each time; an error is one of the test. */
function startWriting(connectionString: string, schema: string): Writing {
  let isOver = false;
  const writing = (async (): Promise<number> => {
    const client = new pg.Client({ connectionString });
    await client.connect();
    try {
      let count = 0;
      do {
        await client.query(`UPDATE ${schema}."Count" SET n = n + 1 WHERE id = 7`);
        const label = schema === 'db_3_0_0' ? `'new'` : 'NULL';
        await client.query(
          `INSERT INTO ${schema}."Count" (id, label) VALUES (${nextId++}, ${label})`,
        );
        count++;
      } while (!isOver);
      return count;
    } finally {
      await client.end();
    }
  })();
  writing.catch(() => {});
  return {
    stop: () => {
      isOver = true;
      return writing;
    },
  };
}

async function query(
  connectionString: string,
  sql: string,
): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    return (await client.query<Readonly<Record<string, unknown>>>(sql)).rows;
  } finally {
    await client.end();
  }
}
