import { isSchemaServiceError, SchemaServiceError } from '@schema-service/errors';
import { withClient } from './with-client.ts';

/** A question that one number answers: how many values or rows break a new constraint. */
export interface DataQuestion {
  /** The constraint's, as the diff names it: `Review.@@unique([source, externalId])`. */
  readonly path: string;
  /** Gives one row with the column `broken`. */
  readonly sql: string;
}

/** What the rows of a database say to a new constraint. */
export interface CheckedData {
  readonly kind: 'checkedData';
  readonly path: string;
  /** How many values repeat, or how many rows refer to no row. */
  readonly broken: number;
}

/**
 * Asks a database, as one picture and without writing, which of its rows would break new constraints.
 *
 * @throws SchemaServiceError DATA_CHECK_FAILED where it cannot be reached, or has not the tables and columns
 */
export async function checkData(
  connection: string,
  checks: readonly DataQuestion[],
): Promise<readonly CheckedData[]> {
  if (checks.length === 0) return [];
  let path = '';
  try {
    return await withClient(connection, async (client) => {
      await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
      const checked: CheckedData[] = [];
      for (const check of checks) {
        path = check.path;
        const { rows } = await client.query<{ broken: string }>(check.sql);
        checked.push({ kind: 'checkedData', path, broken: Number(rows[0]?.broken) });
      }
      return checked;
    });
  } catch (cause) {
    if (isSchemaServiceError(cause)) throw cause;
    throw new SchemaServiceError(
      {
        code: 'DATA_CHECK_FAILED',
        message: path === '' ? 'The data could not be looked at.' : `${path} could not be checked.`,
        why: cause instanceof Error ? cause.message : String(cause),
        fix: 'Name a database that is at the last release, and a user who may read its tables.',
        meta: { path },
      },
      { cause },
    );
  }
}
