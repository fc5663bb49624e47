import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { SchemaServiceError } from '@schema-service/errors';

export const root: string = join(import.meta.dirname, '..', '..', '..');

export interface StartOptions {
  /** Where the Schema API listens; the web example takes the next port. */
  readonly port: number;
  /** A database of the user's; without it a server of our own is started. */
  readonly databaseUrl: string | undefined;
  /** Holds everything that a run makes: the cluster, built packages, logs. */
  readonly dataDirectory: string;
  /** Begin from nothing. */
  readonly fresh: boolean;
}

export const help = `npm start [-- --fresh]

Builds every version of the schema into packages, migrates a database to the
latest one, serves it all over the Schema API, and runs two example services.

  --fresh       begin from nothing: drop the local database and all that was built
  --help        this text

  PORT          where the Schema API listens (4000); the web example takes the next one
  DATABASE_URL  use this PostgreSQL database instead of a local server
`;

/** From the command line and the environment; undefined when only help was asked for. */
export function readOptions(
  args: readonly string[],
  environment: NodeJS.ProcessEnv,
): StartOptions | undefined {
  const { values } = parseKnown(args);
  if (values.help) return undefined;
  const port = Number(environment.PORT ?? 4000);
  if (!Number.isInteger(port) || port < 1 || port > 65_534) {
    throw new SchemaServiceError({
      code: 'START_PORT_INVALID',
      message: `PORT is "${environment.PORT}", which is not a port number.`,
      fix: 'Give a number from 1 to 65534: PORT=4100 npm start',
    });
  }
  if (values.fresh && environment.DATABASE_URL) {
    throw new SchemaServiceError({
      code: 'START_FRESH_WITH_DATABASE_URL',
      message: '--fresh and DATABASE_URL do not go together.',
      why: 'A database that was not made here is not emptied here.',
      fix: 'Empty that database yourself, or leave DATABASE_URL out.',
    });
  }
  return {
    port,
    databaseUrl: environment.DATABASE_URL || undefined,
    dataDirectory: environment.DATA_DIRECTORY || join(root, '.data'),
    fresh: values.fresh,
  };
}

function parseKnown(args: readonly string[]): { values: { fresh: boolean; help: boolean } } {
  try {
    return parseArgs({
      args: [...args],
      options: {
        fresh: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
  } catch (error) {
    throw new SchemaServiceError(
      {
        code: 'START_OPTION_UNKNOWN',
        message: (error as Error).message,
        fix: 'npm start -- --help lists the options.',
      },
      { cause: error },
    );
  }
}
