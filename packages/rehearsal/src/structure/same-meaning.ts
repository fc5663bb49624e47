import type { StructureDifference, StructureObject } from '@schema-service/migrator';
import type { Client } from 'pg';
import pg from 'pg';

/** Whether an index or a key says the same as another one of its table: Prisma and PostgreSQL cut long names in other places. */
export function isSameUnderOtherName(expected: StructureObject, actual: StructureObject): boolean {
  return (
    expected.kind === actual.kind &&
    (expected.kind === 'index' || expected.kind === 'constraint') &&
    expected.table === actual.table &&
    withoutName(expected) === withoutName(actual)
  );
}

const withoutName = ({ properties }: StructureObject): string =>
  JSON.stringify({
    ...properties,
    definition: String(properties.definition).replace(
      /^(CREATE (?:UNIQUE )?INDEX) (?:"(?:[^"]|"")*"|\S+) ON /,
      '$1 ON ',
    ),
  });

/**
 * The differences without defaults that are one value in two spellings, as
 * PostgreSQL says: `ARRAY[]::text[]` is `'{}'::text[]`.
 *
 * @param client of a database with the types of both
 */
export async function withoutSameValues(
  client: Client,
  differences: readonly StructureDifference[],
): Promise<readonly StructureDifference[]> {
  const kept: StructureDifference[] = [];
  for (const difference of differences) {
    if (!(await isSameValue(client, difference))) kept.push(difference);
  }
  return kept;
}

async function isSameValue(client: Client, difference: StructureDifference): Promise<boolean> {
  if (difference.kind !== 'changed' || difference.property !== 'default') return false;
  const { expected, actual } = difference;
  if (!isConstant(expected) || !isConstant(actual)) return false;
  try {
    const { rows } = await client.query<{ same: boolean }>(
      `SELECT (${expected})::text IS NOT DISTINCT FROM (${actual})::text AS same`,
    );
    return rows[0]?.same === true;
  } catch (error) {
    // A type that only one of the databases has: they are not the same.
    if (error instanceof pg.DatabaseError) return false;
    throw error;
  }
}

/** Whether a default calls nothing, so that asking for it changes nothing: types may have a length, `varchar(3)`. */
const isConstant = (value: unknown): value is string =>
  typeof value === 'string' &&
  !/[a-z_"]\s*\(/i.test(value.replace(/'(?:[^']|'')*'/g, "''").replace(/::[\w ".]+\(/g, '::'));
