import { readDatabaseUrl } from '@schema-service/database-url';
import { isSchemaServiceError, SchemaServiceError } from '@schema-service/errors';

/** What the environment says about how the API runs. */
export interface Config {
  readonly host: string;
  readonly port: number;
  readonly databaseUrl: string;
  readonly logLevel: string;
  readonly publicUrl?: string;
  readonly pypiUpstream?: string;
}

/** Reads and checks the environment; throws `CONFIG_INVALID` naming the variable. An empty variable is not set. */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const publicUrl = url(env, 'PUBLIC_URL');
  const pypiUpstream = url(env, 'PYPI_UPSTREAM');
  return {
    host: env.HOST || '127.0.0.1',
    port: port(env.PORT || '4000'),
    databaseUrl: databaseUrl(env.DATABASE_URL),
    logLevel: logLevel(env.LOG_LEVEL || 'info'),
    ...(publicUrl === undefined ? {} : { publicUrl }),
    ...(pypiUpstream === undefined ? {} : { pypiUpstream }),
  };
}

function port(text: string): number {
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65535) return Number(text);
  throw invalid('PORT', text, 'a port number from 0 to 65535, e.g. PORT=4000');
}

function databaseUrl(text: string | undefined): string {
  const expected = 'e.g. postgresql://user:password@127.0.0.1:5432/db';
  if (!text) throw invalid('DATABASE_URL', undefined, expected);
  try {
    return readDatabaseUrl(text, 'DATABASE_URL').config.connectionString;
  } catch (error) {
    throw isSchemaServiceError(error) ? invalidUrl(error) : error;
  }
}

/** In the words of whoever read it, which do not hold the password. */
function invalidUrl(cause: SchemaServiceError): SchemaServiceError {
  const { message, why, fix, meta } = cause.toJSON();
  return new SchemaServiceError(
    {
      code: 'CONFIG_INVALID',
      message,
      ...(why === undefined ? {} : { why }),
      ...(fix === undefined ? {} : { fix }),
      meta: { ...meta, name: 'DATABASE_URL' },
    },
    { cause },
  );
}

function logLevel(text: string): string {
  const levels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'];
  if (levels.includes(text)) return text;
  throw invalid('LOG_LEVEL', text, `one of ${levels.join(', ')}`);
}

function url(env: Readonly<Record<string, string | undefined>>, name: string): string | undefined {
  const text = env[name];
  if (!text) return undefined;
  if (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)) return text;
  throw invalid(name, text, 'an http or https URL');
}

function invalid(name: string, value: string | undefined, expected: string): SchemaServiceError {
  return new SchemaServiceError({
    code: 'CONFIG_INVALID',
    message: `${name} ${value === undefined ? 'is missing' : `cannot be ${JSON.stringify(value)}`}.`,
    fix: `Set ${name}: ${expected}.`,
    meta: { name },
  });
}
