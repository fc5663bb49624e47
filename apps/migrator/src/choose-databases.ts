import { readDatabaseServers, readVariable } from '@schema-service/database-url';
import {
  type DriftOptions,
  ENVIRONMENT_FILE,
  type Environment,
  optionsFor,
  readEnvironments,
  selectEnvironments,
} from '@schema-service/migrator';
import { usageError, type Values, type Variables } from './command-line.ts';

/** Each of them says which database. */
const OF_LIBPQ = ['PGHOST', 'PGHOSTADDR', 'PGSERVICE', 'PGDATABASE'] as const;

/** Whether the command line names several databases. */
export function isRollout(values: Values): boolean {
  return values.all || values.group !== undefined || (values.env?.length ?? 0) > 1;
}

/** Databases of one product. */
export interface ChosenEnvironments {
  readonly environments: readonly Environment[];
  readonly ledgerSchema?: string;
}

/** One database. */
export interface ChosenDatabase extends Omit<DriftOptions, 'snapshots'> {
  readonly connection: string;
  readonly environment?: string;
  readonly ledgerSchema?: string;
}

/**
 * The databases of `--all`, of groups or of several `--env`.
 *
 * @throws SchemaServiceError COMMAND_USAGE
 */
export function chooseEnvironments(values: Values, variables: Variables): ChosenEnvironments {
  refuseUrl(values);
  const { environments: entries } = readEnvironments(values.config ?? ENVIRONMENT_FILE);
  const inGroups = [...entries].flatMap(([name, { groups = [] }]) =>
    groups.some((group) => values.group?.includes(group)) ? [name] : [],
  );
  const unknown = values.group?.find((group) =>
    [...entries.values()].every(({ groups = [] }) => !groups.includes(group)),
  );
  if (unknown !== undefined) throw usageError(`No environment is in the group ${unknown}.`);
  const names = values.all ? 'all' : [...new Set([...(values.env ?? []), ...inGroups])];
  const environments = selectEnvironments(entries, names, variables);
  return { environments, ...ledgerOption(values) };
}

/**
 * The one database of `--env`, `--database-url`, `DATABASE_URL` (or the file of `DATABASE_URL_FILE`), or of libpq's
 * variables, which are read by whoever connects.
 *
 * @throws SchemaServiceError COMMAND_USAGE, DATABASE_URL_INVALID, DATABASE_URL_PARAMETER_REFUSED
 */
export function chooseDatabase(values: Values, variables: Variables): ChosenDatabase {
  if (isRollout(values)) {
    throw usageError(
      'Several databases are for status, plan, up, verify, history, versions and baseline.',
      'Give one --env.',
    );
  }
  if (values.env) {
    const { environments, ...ledger } = chooseEnvironments(values, variables);
    const [environment] = environments;
    if (environment) return { environment: environment.name, ...optionsFor(environment, ledger) };
  }
  const given = values['database-url'];
  const ofVariables = OF_LIBPQ.some((name) => variables[name] || variables[`${name}_FILE`]);
  const connection =
    given ??
    (readVariable(variables, 'DATABASE_URL') || (ofVariables ? 'postgresql://' : undefined));
  if (connection) {
    const what = given === undefined ? 'DATABASE_URL' : '--database-url';
    readDatabaseServers(connection, what, variables);
    return { connection, ...ledgerOption(values) };
  }
  throw usageError(
    'Which database? Neither --env, --database-url, DATABASE_URL nor PGHOST is set.',
    'DATABASE_URL=postgresql://user:password@host:5432/database schema-migrator status',
  );
}

function ledgerOption({ 'ledger-schema': ledgerSchema }: Values): { ledgerSchema?: string } {
  return ledgerSchema === undefined ? {} : { ledgerSchema };
}

function refuseUrl(values: Values): void {
  if (values['database-url'] === undefined) return;
  throw usageError('Give either --env or --database-url.');
}
