import type { Environment } from '@schema-service/migrator';
import type { Values, Variables } from './command-line.ts';
import { CONFIG_FILE, readEnvironments, selectEnvironments } from './environments.ts';
import { usageError } from './usage-error.ts';

/** Whether the command line names several databases. */
export function isWave(values: Values): boolean {
  return values.all || (values.env?.length ?? 0) > 1;
}

/**
 * The databases of `--all` or of several `--env`.
 *
 * @throws SchemaServiceError COMMAND_USAGE
 */
export function chooseEnvironments(values: Values, variables: Variables): readonly Environment[] {
  refuseUrl(values);
  return selectEnvironments(
    readEnvironments(values.config ?? CONFIG_FILE),
    values.all ? 'all' : (values.env ?? []),
    variables,
  );
}

/**
 * The one database of `--env`, `--database-url` or `DATABASE_URL`.
 *
 * @throws SchemaServiceError COMMAND_USAGE
 */
export function chooseDatabase(values: Values, variables: Variables): string {
  if (isWave(values)) {
    throw usageError('--all is for up alone, and so is more than one --env.', 'Give one --env.');
  }
  const [environment] = values.env ? chooseEnvironments(values, variables) : [];
  const connection = environment?.connection ?? values['database-url'] ?? variables.DATABASE_URL;
  if (connection) return connection;
  throw usageError(
    'Which database? Neither --env, --database-url nor DATABASE_URL is set.',
    'DATABASE_URL=postgresql://user:password@host:5432/database schema-migrator status',
  );
}

function refuseUrl(values: Values): void {
  if (values['database-url'] === undefined) return;
  throw usageError('Give either --env or --database-url.');
}
