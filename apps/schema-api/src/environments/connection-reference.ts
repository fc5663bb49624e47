import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { readDatabaseUrl } from '@schema-service/database-url';
import { isSchemaServiceError, SchemaServiceError } from '@schema-service/errors';

/** Where a connection string is: never the string itself. */
export type ConnectionReference =
  | { readonly variable: string }
  | { readonly file: string }
  | { readonly command: readonly string[] };

const COMMAND_TIMEOUT_MS = 30_000;
const run = promisify(execFile);

/**
 * The connection string of an environment, read now: it may have changed since the last time.
 *
 * @throws SchemaServiceError ENVIRONMENT_NOT_SET, which holds nothing of what was read
 */
export async function readConnection(
  environment: string,
  reference: ConnectionReference,
): Promise<string> {
  const value = await readReference(reference).catch(() => undefined);
  if (!value) throw notSet(environment, reference, 'There is nothing there.');
  try {
    // Also makes the password known, so that nothing that is written shows it.
    readDatabaseUrl(value, placeOf(reference));
  } catch (error) {
    if (isSchemaServiceError(error)) {
      throw notSet(environment, reference, 'What is there is no connection string of PostgreSQL.');
    }
    throw error;
  }
  return value;
}

async function readReference(reference: ConnectionReference): Promise<string | undefined> {
  if ('variable' in reference) return process.env[reference.variable];
  if ('file' in reference) return (await readFile(reference.file, 'utf8')).trim();
  const [command = '', ...args] = reference.command;
  const { stdout } = await run(command, args, { timeout: COMMAND_TIMEOUT_MS });
  return stdout.trim();
}

/** Of a command its name alone: what follows may be a secret. */
function placeOf(reference: ConnectionReference): string {
  if ('variable' in reference) return `the variable ${reference.variable}`;
  if ('file' in reference) return `the file ${reference.file}`;
  return `what the command ${reference.command[0]} prints`;
}

function notSet(
  environment: string,
  reference: ConnectionReference,
  why: string,
): SchemaServiceError {
  return new SchemaServiceError({
    code: 'ENVIRONMENT_NOT_SET',
    message: `The environment ${environment} takes its database from ${placeOf(reference)}.`,
    why,
    fix: 'Set it for the process of the API and of every worker, like postgresql://user:password@host:5432/database',
    meta: { environment },
  });
}
