import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

export const root = join(import.meta.dirname, '..', '..');

/** The pinned pnpm, as npx takes it. */
export const { packageManager } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

/** An expected failure in the form of @schema-service/errors, which is not built when this runs. */
export class StartProblem extends Error {
  constructor({ code, message, why, fix, meta = {} }, options) {
    super(message, options);
    // As the errors of the packages are known.
    this.name = 'SchemaServiceError';
    Object.assign(this, { code, why, fix, meta });
  }
}

/** A problem as commands print it. */
export function formatProblem({ code, message, why, fix }) {
  return [
    `error ${code}: ${message}`,
    ...(why ? [`  why: ${why}`] : []),
    ...(fix ? [`  fix: ${fix}`] : []),
  ].join('\n');
}

export const help = `npm start [-- --fresh]

Builds every version of the schema into packages, migrates a database to the
latest one, serves it all over the Schema API, and runs two example services.

  --fresh       begin from nothing: drop the local database, all that was built,
                and the copies of the examples with what was changed in them
  --help        this text

  PORT          where the Schema API listens (4000); the web example takes the next one
  DATABASE_URL  use this PostgreSQL database instead of a local server
`;

/** From the command line and the environment; undefined when only help was asked for. */
export function readOptions(args, environment) {
  const values = parseKnown(args);
  if (values.help) return undefined;
  const port = Number(environment.PORT || 4000);
  if (!Number.isInteger(port) || port < 1 || port > 65_534) {
    throw new StartProblem({
      code: 'START_PORT_INVALID',
      message: `PORT is "${environment.PORT}", which is not a port number.`,
      fix: 'Give a number from 1 to 65534: PORT=4100 npm start',
    });
  }
  if (values.fresh && environment.DATABASE_URL) {
    throw new StartProblem({
      code: 'START_FRESH_WITH_DATABASE_URL',
      message: '--fresh and DATABASE_URL do not go together.',
      why: 'A database that was not made here is not emptied here.',
      fix: 'Empty that database yourself, or leave DATABASE_URL out.',
    });
  }
  return {
    port,
    databaseUrl: environment.DATABASE_URL || undefined,
    dataDirectory: resolve(environment.DATA_DIRECTORY || join(root, '.data')),
    fresh: values.fresh,
  };
}

function parseKnown(args) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        fresh: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    }).values;
  } catch (cause) {
    throw new StartProblem(
      {
        code: 'START_OPTION_UNKNOWN',
        message: cause.message,
        fix: 'npm start -- --help lists the options.',
      },
      { cause },
    );
  }
}
