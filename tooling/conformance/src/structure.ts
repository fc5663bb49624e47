import { SchemaServiceError } from '@schema-service/errors';
import {
  compareStructures,
  type DatabaseStructure,
  formatDifference,
  readStructure,
} from '@schema-service/migrator';
import pg from 'pg';

/** What is in a database now. */
export async function structureOf(connectionString: string): Promise<DatabaseStructure> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    return await readStructure(client);
  } finally {
    await client.end();
  }
}

/** @throws SchemaServiceError CONFORMANCE_STRUCTURE_DIFFERS with a line for each difference */
export function expectSame(
  expected: DatabaseStructure,
  found: DatabaseStructure,
  when: string,
): void {
  const differences = compareStructures(expected, found).map(formatDifference);
  if (differences.length === 0) return;
  throw new SchemaServiceError({
    code: 'CONFORMANCE_STRUCTURE_DIFFERS',
    message: `${when}: the structure is not what it was.`,
    why: differences.join('\n       '),
    fix: 'Correct the script that makes the difference, its down.sql mostly.',
    meta: { differences },
  });
}
