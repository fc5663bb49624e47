import { readFileSync } from 'node:fs';
import { readDatabaseServers, readVariable } from '@schema-service/database-url';
import { SchemaServiceError } from '@schema-service/errors';
import { withSettings } from './connection-settings.ts';
import type { Environment } from './each-environment.ts';

/** Where environments are named: `{ "environments": { "staging": { "url": "env:STAGING_URL" } } }`. */
export const ENVIRONMENT_FILE = 'migrator.config.json';

/** What a run does where a database is not what its version says. */
export const ON_DRIFT = ['refuse', 'warn'] as const;

type OnDrift = (typeof ON_DRIFT)[number];

const isOnDrift = (value: unknown): value is OnDrift => ON_DRIFT.some((word) => word === value);

const FROM_VARIABLE = 'env:';

/** What a config file says of an environment, an `env:` URL not yet looked up. */
export interface EnvironmentEntry extends Omit<Environment, 'name' | 'connection'> {
  readonly url: string;
  /** Settings of its sessions; the search path is one of them. */
  readonly settings: Readonly<Record<string, string>>;
}

export type EnvironmentEntries = ReadonlyMap<string, EnvironmentEntry>;

/** What a config file says. */
export interface EnvironmentFile {
  readonly environments: EnvironmentEntries;
}

/**
 * Reads the environments of a config file. The schema of the ledger may stand once for all of them.
 *
 * @throws SchemaServiceError ENVIRONMENTS_INVALID
 */
export function readEnvironments(path: string): EnvironmentFile {
  const { environments, ledgerSchema } = parseConfig(path);
  if (!isRecord(environments)) throw configError(path, 'It has no object "environments".');
  const all = textOf(path, 'Its "ledgerSchema"', ledgerSchema);
  const entries = Object.entries(environments).map(
    ([name, value]) => [name, entryOf(path, name, value, all)] as const,
  );
  return { environments: new Map(entries) };
}

function entryOf(
  path: string,
  name: string,
  value: unknown,
  ledgerOfAll: string | undefined,
): EnvironmentEntry {
  const url = urlOf(path, name, value);
  const own = isRecord(value) ? value : {};
  refuseUnknown(path, name, own);
  const { group, ledgerSchema, exclude, searchPath, variables, ...drift } = own;
  const what = (key: string): string => `The "${key}" of the environment ${name}`;
  const ledger = textOf(path, what('ledgerSchema'), ledgerSchema) ?? ledgerOfAll;
  const search = textOf(path, what('searchPath'), searchPath);
  return {
    url,
    groups: textsOf(path, what('group'), group),
    exclude: textsOf(path, what('exclude'), exclude),
    ...(ledger === undefined ? {} : { ledgerSchema: ledger }),
    ...driftOptionsOf(path, what, drift),
    settings: {
      ...settingsOf(path, what('variables'), variables),
      ...(search === undefined ? {} : { search_path: search }),
    },
  };
}

const KEYS = [
  ...['url', 'group', 'exclude', 'ledgerSchema', 'searchPath', 'variables'],
  ...['rights', 'schemas', 'onDrift'],
];

/** A key that nothing reads would silently do nothing. Those of a Schema API's file, with its `connection`, are its own. */
function refuseUnknown(path: string, name: string, own: Readonly<Record<string, unknown>>): void {
  const unknown = Object.keys(own).find((key) => !KEYS.includes(key));
  if (unknown === undefined || own.connection !== undefined) return;
  const reason = `The environment ${name} has the key "${unknown}", which is none.`;
  throw configError(path, `${reason} There are: ${KEYS.join(', ')}.`);
}

/**
 * Finds the environments of the given names, or all, with their connection strings.
 *
 * @throws SchemaServiceError ENVIRONMENT_UNKNOWN, ENVIRONMENT_NOT_SET, DATABASE_URL_INVALID,
 *   DATABASE_URL_PARAMETER_REFUSED
 */
export function selectEnvironments(
  entries: EnvironmentEntries,
  names: readonly string[] | 'all',
  variables: Readonly<Record<string, string | undefined>>,
): readonly Environment[] {
  return (names === 'all' ? [...entries.keys()] : names).map((name) => {
    const entry = entries.get(name);
    if (entry === undefined) {
      throw new SchemaServiceError({
        code: 'ENVIRONMENT_UNKNOWN',
        message: `There is no environment ${name}.`,
        fix: `There are: ${[...entries.keys()].join(', ') || 'none'}.`,
        meta: { environment: name },
      });
    }
    const { url, settings, ...own } = entry;
    return { name, ...own, connection: withSettings(lookUp(name, url, variables), settings) };
  });
}

function lookUp(
  name: string,
  url: string,
  variables: Readonly<Record<string, string | undefined>>,
): string {
  if (!url.startsWith(FROM_VARIABLE)) return checked(url, `The URL of the environment ${name}`);
  const variable = url.slice(FROM_VARIABLE.length);
  const value = readVariable(variables, variable);
  if (value) return checked(value, `${variable}, the URL of the environment ${name},`);
  throw new SchemaServiceError({
    code: 'ENVIRONMENT_NOT_SET',
    message: `The environment ${name} takes its database from ${variable}, which is not set.`,
    fix: `${variable}=postgresql://user:password@host:5432/database`,
    meta: { environment: name, variable },
  });
}

/** As a URL, before anything is connected to. */
function checked(url: string, what: string): string {
  return readDatabaseServers(url, what).connectionString;
}

function parseConfig(path: string): Readonly<Record<string, unknown>> {
  try {
    const config: unknown = JSON.parse(readFileSync(path, 'utf8'));
    return isRecord(config) ? config : {};
  } catch (error) {
    throw configError(path, reasonOf(error));
  }
}

/** What the parser quotes of a file may be a part of a URL, its password included. */
function reasonOf(error: unknown): string {
  if (!(error instanceof SyntaxError))
    return error instanceof Error ? error.message : String(error);
  const [place = ''] = / at position \d+(?: \(line \d+ column \d+\))?/.exec(error.message) ?? [];
  return `It is not valid JSON${place}.`;
}

/** Also of the file of a Schema API, as far as a variable says it. */
function urlOf(path: string, name: string, value: unknown): string {
  const connection = isRecord(value) ? value.connection : undefined;
  if (isRecord(connection) && typeof connection.variable === 'string') {
    return `${FROM_VARIABLE}${connection.variable}`;
  }
  if (isRecord(value) && typeof value.url === 'string' && value.url !== '') return value.url;
  throw configError(path, `The environment ${name} has no "url".`);
}

function textOf(path: string, what: string, value: unknown): string | undefined {
  if (value === undefined || typeof value === 'string') return value;
  throw configError(path, `${what} is no text.`);
}

function textsOf(path: string, what: string, value: unknown): readonly string[] {
  const texts = value === undefined ? [] : Array.isArray(value) ? value : [value];
  const isText = (text: unknown): text is string => typeof text === 'string' && text !== '';
  if (texts.every(isText)) return texts;
  throw configError(path, `${what} is no text, and no list of texts.`);
}

/** What of the database is compared with its version, and what follows from a difference. */
function driftOptionsOf(
  path: string,
  what: (key: string) => string,
  { rights, schemas, onDrift }: Readonly<Record<string, unknown>>,
): Pick<EnvironmentEntry, 'rights' | 'schemas' | 'allowDrift'> {
  if (rights !== undefined && typeof rights !== 'boolean') {
    throw configError(path, `${what('rights')} is neither true nor false.`);
  }
  if (onDrift !== undefined && !isOnDrift(onDrift)) {
    throw configError(path, `${what('onDrift')} is neither of ${ON_DRIFT.join(' and ')}.`);
  }
  const names = isRecord(schemas) ? Object.entries(schemas) : [];
  const isNames = names.every((pair): pair is [string, string] => typeof pair[1] === 'string');
  if (schemas !== undefined && (!isRecord(schemas) || !isNames)) {
    throw configError(path, `${what('schemas')} is no object of names.`);
  }
  return {
    ...(rights === undefined ? {} : { rights }),
    ...(schemas !== undefined && isNames ? { schemas: Object.fromEntries(names) } : {}),
    ...(onDrift === undefined ? {} : { allowDrift: onDrift === 'warn' }),
  };
}

/** Names and values of settings, PostgreSQL's own or such as `app.tenant`. */
function settingsOf(path: string, what: string, value: unknown): Record<string, string> {
  if (value === undefined) return {};
  if (!isRecord(value)) throw configError(path, `${what} are no object.`);
  const settings = Object.entries(value).map(([name, text]) => {
    if (!/^[a-z_]\w*(?:\.[a-z_]\w*)*$/i.test(name)) {
      throw configError(path, `${what} have a name that no setting can have: ${name}.`);
    }
    if (typeof text === 'string' || typeof text === 'number') return [name, String(text)] as const;
    throw configError(path, `${what} have no text for ${name}.`);
  });
  return Object.fromEntries(settings);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function configError(path: string, reason: string): SchemaServiceError {
  return new SchemaServiceError({
    code: 'ENVIRONMENTS_INVALID',
    message: `${path} does not name environments: ${reason}`,
    fix: 'Write it like { "environments": { "staging": { "url": "env:STAGING_DATABASE_URL" } } }',
    meta: { file: path },
  });
}
