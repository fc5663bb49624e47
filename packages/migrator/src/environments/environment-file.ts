import { readFileSync } from 'node:fs';
import { readDatabaseUrl } from '@schema-service/database-url';
import { SchemaServiceError } from '@schema-service/errors';
import type { Environment } from './each-environment.ts';

/** Where environments are named: `{ "environments": { "staging": { "url": "env:STAGING_URL" } } }`. */
export const ENVIRONMENT_FILE = 'migrator.config.json';

const FROM_VARIABLE = 'env:';

/** Names to connection strings as the file has them, `env:` ones not yet looked up. */
export type EnvironmentUrls = ReadonlyMap<string, string>;

/** What a config file says. */
export interface EnvironmentFile {
  readonly urls: EnvironmentUrls;
  /** Of all its environments: they are databases of one product. */
  readonly ledgerSchema?: string;
}

/**
 * Reads the names and URLs of a config file.
 *
 * @throws SchemaServiceError ENVIRONMENTS_INVALID
 */
export function readEnvironments(path: string): EnvironmentFile {
  const { environments, ledgerSchema } = parseConfig(path);
  if (!isRecord(environments)) throw configError(path, 'It has no object "environments".');
  const urls = new Map(
    Object.entries(environments).map(([name, value]) => [name, urlOf(path, name, value)]),
  );
  if (ledgerSchema === undefined) return { urls };
  if (typeof ledgerSchema === 'string') return { urls, ledgerSchema };
  throw configError(path, 'Its "ledgerSchema" is no text.');
}

/**
 * Finds the environments of the given names, or all, with their connection strings.
 *
 * @throws SchemaServiceError ENVIRONMENT_UNKNOWN, ENVIRONMENT_NOT_SET, DATABASE_URL_INVALID,
 *   DATABASE_URL_PARAMETER_REFUSED
 */
export function selectEnvironments(
  urls: EnvironmentUrls,
  names: readonly string[] | 'all',
  variables: Readonly<Record<string, string | undefined>>,
): readonly Environment[] {
  return (names === 'all' ? [...urls.keys()] : names).map((name) => {
    const url = urls.get(name);
    if (url === undefined) {
      throw new SchemaServiceError({
        code: 'ENVIRONMENT_UNKNOWN',
        message: `There is no environment ${name}.`,
        fix: `There are: ${[...urls.keys()].join(', ') || 'none'}.`,
        meta: { environment: name },
      });
    }
    return { name, connection: lookUp(name, url, variables) };
  });
}

function lookUp(
  name: string,
  url: string,
  variables: Readonly<Record<string, string | undefined>>,
): string {
  if (!url.startsWith(FROM_VARIABLE)) return checked(url, `The URL of the environment ${name}`);
  const variable = url.slice(FROM_VARIABLE.length);
  const value = variables[variable];
  if (value) return checked(value, `${variable}, the URL of the environment ${name},`);
  throw new SchemaServiceError({
    code: 'ENVIRONMENT_NOT_SET',
    message: `The environment ${name} takes its database from ${variable}, which is not set.`,
    fix: `${variable}=postgresql://user:password@host:5432/database`,
    meta: { environment: name, variable },
  });
}

/** Before anything is connected to. */
function checked(url: string, what: string): string {
  readDatabaseUrl(url, what);
  return url;
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
