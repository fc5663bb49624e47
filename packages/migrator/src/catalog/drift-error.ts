import { SchemaServiceError } from '@schema-service/errors';
import type { StructureDifference } from './compare-structures.ts';
import { formatDifference } from './format-difference.ts';

const SHOWN = 20;

/** The refusal of a database that is not what its version says. */
export function driftError(
  version: string,
  differences: readonly StructureDifference[],
  advice: { readonly why: string; readonly fix: string },
): SchemaServiceError {
  const more = differences.length - SHOWN;
  const lines = differences
    .slice(0, SHOWN)
    .map((difference) => `  ${formatDifference(difference)}`);
  return new SchemaServiceError({
    code: 'MIGRATION_DRIFT',
    message: [
      `The database is not what ${version} says.`,
      ...lines,
      ...(more > 0 ? [`  and ${more} more`] : []),
    ].join('\n'),
    ...advice,
    meta: { version, differences },
  });
}
