import { usageError } from '../command-errors.ts';

/** What is wrong with a name for a migration; undefined where nothing is. */
export function migrationNameProblem(name: string): string | undefined {
  return /^[a-z][a-z0-9_]{0,59}$/.test(name)
    ? undefined
    : 'A name has up to 60 of a-z, 0-9 and _, a letter first.';
}

/**
 * Checks the name of a new migration: what its folder is called behind the number.
 *
 * @throws SchemaServiceError `COMMAND_USAGE`, with a name that could stand for it
 */
export function checkMigrationName(name: string): void {
  const problem = migrationNameProblem(name);
  if (problem === undefined) return;
  const suggestion = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{M}/gu, '')
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^[_0-9]+|_+$/g, '')
    .slice(0, 60);
  throw usageError(
    `${JSON.stringify(name)} is no name for a migration. ${problem}`,
    `schemactl migration new ${suggestion || 'add_ratings'}`,
  );
}

/** `007`: the digits that begin a folder's name. */
export function sequenceText(sequence: number): string {
  return String(sequence).padStart(3, '0');
}
