import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';

/** A statement of a writer: when it began, by the clock of `performance.now()`, and how long it took, in milliseconds. */
export interface Sample {
  readonly at: number;
  readonly ms: number;
  readonly statement: string;
}

export interface Writers {
  readonly samples: readonly Sample[];
  /** What their clients saw. */
  readonly errors: readonly string[];
  readonly stop: () => Promise<void>;
}

/** Clients of one version. */
export interface WriterOptions {
  readonly connectionString: string;
  /** Where the version's tables are looked for. */
  readonly schema: string;
  /** What it calls the text of a review. */
  readonly text: string;
  readonly count: number;
  /** Of the table as the writers begin. */
  readonly rows: number;
}

/** Between two statements of a writer. */
const PAUSE_MS = 5;

/**
 * Each raises a counter, reads a row and makes one, in turn, all over the table, and tries nothing again.
 */
export async function startWriters({
  connectionString,
  schema,
  text,
  count,
  rows,
}: WriterOptions): Promise<Writers> {
  const samples: Sample[] = [];
  const errors: string[] = [];
  let isOver = false;
  const statements = [
    'UPDATE reviews SET helpful_count = helpful_count + 1 WHERE id = $1',
    `SELECT ${text}, rating, helpful_count FROM reviews WHERE id = $1`,
    `INSERT INTO reviews (product_id, external_id, ${text}) VALUES ($1 % 1000, gen_random_uuid()::text, 'new')`,
  ];
  const running = Array.from({ length: count }, async (_, writer) => {
    // Alone, since some tell versions apart by what this is set to.
    const client = new pg.Client({ connectionString, options: `-c search_path=${schema}` });
    await client.connect();
    for (let turn = writer; !isOver; turn++) {
      const statement = statements[turn % statements.length] ?? '';
      const at = performance.now();
      try {
        await client.query(statement, [1 + ((turn * 7919) % rows)]);
      } catch (error) {
        errors.push(String(error));
      }
      samples.push({ at, ms: performance.now() - at, statement: statement.split(' ')[0] ?? '' });
      await pause(PAUSE_MS);
    }
    await client.end();
  });
  return {
    samples,
    errors,
    stop: async () => {
      isOver = true;
      await Promise.all(running);
    },
  };
}
