import { setTimeout as pause } from 'node:timers/promises';
import { connect } from '../database.ts';

/** A statement of a writer: when it began, by the clock of `performance.now()`, and how long it took, in milliseconds. */
export interface Sample {
  readonly at: number;
  readonly ms: number;
}

export interface Writers {
  readonly samples: readonly Sample[];
  /** What their clients saw. */
  readonly errors: readonly string[];
  readonly stop: () => Promise<void>;
}

/** Between two statements of a writer. */
const PAUSE_MS = 5;

/**
 * A writer for each schema. Each raises a counter or reads a row, by the key, of rows all over the table, and tries
 * nothing again.
 */
export async function startWriters(
  connectionString: string,
  schemas: readonly string[],
  rows: number,
): Promise<Writers> {
  const samples: Sample[] = [];
  const errors: string[] = [];
  let isOver = false;
  const running = schemas.map(async (schema, writer) => {
    const client = await connect(connectionString);
    const statements = [
      `UPDATE ${schema}.reviews SET helpful_count = helpful_count + 1 WHERE id = $1`,
      `SELECT rating, helpful_count FROM ${schema}.reviews WHERE id = $1`,
    ];
    for (let turn = writer; !isOver; turn++) {
      const at = performance.now();
      try {
        await client.query(statements[turn % 2] ?? '', [1 + ((turn * 7919) % rows)]);
      } catch (error) {
        errors.push(String(error));
      }
      samples.push({ at, ms: performance.now() - at });
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
