import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { up } from '@schema-service/migrator';
import pg from 'pg';
import { withEmptyDatabase } from './bench-database.ts';

/** A backfill of a table while a client writes to rows of it, one after another. */
export interface Backfill {
  readonly how: string;
  /** What the backfill took. */
  readonly seconds: number;
  readonly rowsPerSecond: number;
  /** Of the writer, in ms. */
  readonly writes: number;
  readonly p50: number;
  readonly p99: number;
  readonly longest: number;
}

const SET = `UPDATE public.review SET words = array_length(regexp_split_to_array(content, '\\s+'), 1)`;

const WAYS = [
  { how: 'no backfill', script: undefined },
  { how: 'one UPDATE', script: `${SET};` },
  {
    how: 'in batches of 150 ms',
    script: `-- migrator: batches = public.review by id, target = 150ms\n${SET} WHERE id >= {from} AND id <= {to};`,
  },
] as const;

/** Each way in a database of its own, by the same migrator. */
export async function* measureBackfills(
  server: string,
  directory: string,
  rows: number,
): AsyncGenerator<Backfill> {
  for (const { how, script } of WAYS) {
    const migrations = join(directory, 'backfill');
    const write = (path: string, sql: string): void => {
      mkdirSync(join(migrations, path), { recursive: true });
      writeFileSync(join(migrations, path, 'up.sql'), sql);
    };
    write(
      '1.0.0/001_init',
      `CREATE TABLE review (id bigint PRIMARY KEY, content text NOT NULL, words integer, read integer NOT NULL DEFAULT 0);
INSERT INTO review SELECT n, repeat('some words of a review ', 5) FROM generate_series(1, ${rows}) AS n;`,
    );
    yield await withEmptyDatabase(server, async (connection) => {
      const options = { connection, migrations };
      await up(options);
      await vacuum(connection);
      if (script !== undefined) write('1.1.0/002_fill', script);
      const writer = await startWriter(connection, rows);
      const began = performance.now();
      if (script === undefined) await new Promise((resolve) => setTimeout(resolve, 10_000));
      else await up(options);
      const seconds = (performance.now() - began) / 1000;
      return { how, seconds, rowsPerSecond: rows / seconds, ...(await writer.stop()) };
    });
    rmSync(migrations, { recursive: true });
  }
}

async function vacuum(connectionString: string): Promise<void> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  await client.query('VACUUM ANALYZE review');
  await client.query('CHECKPOINT');
  await client.end();
}

/** Writes to one row after another, anywhere in the table, as fast as it can. */
async function startWriter(connectionString: string, rows: number) {
  const client = new pg.Client({ connectionString });
  await client.connect();
  const times: number[] = [];
  let isOn = true;
  const write = async (): Promise<void> => {
    while (isOn) {
      const id = 1 + Math.floor(Math.random() * rows);
      const began = performance.now();
      await client.query('UPDATE review SET read = read + 1 WHERE id = $1', [id]);
      times.push(performance.now() - began);
    }
  };
  const writing = write();
  const stop = async () => {
    isOn = false;
    await writing;
    await client.end();
    const sorted = times.toSorted((a, b) => a - b);
    const at = (part: number): number => sorted[Math.floor((sorted.length - 1) * part)] ?? 0;
    return { writes: sorted.length, p50: at(0.5), p99: at(0.99), longest: at(1) };
  };
  return { stop };
}
