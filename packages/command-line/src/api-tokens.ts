import {
  chmodSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { keepSecret, SchemaServiceError } from '@schema-service/errors';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The token for the Schema API at a URL: `SCHEMA_API_TOKEN`, or the one that
 * `schemactl login` kept for it. Nothing where there is neither.
 *
 * @throws SchemaServiceError `TOKEN_FILE_UNSAFE`, `TOKEN_FILE_INVALID`
 */
export function tokenFor(url: string, env: Environment = process.env): string | undefined {
  const token = env.SCHEMA_API_TOKEN || readTokens(env).get(apiKey(url));
  if (token !== undefined) keepSecret(token);
  return token;
}

/** The URLs that a token is kept for. */
export function apisWithToken(env: Environment = process.env): readonly string[] {
  return [...readTokens(env).keys()];
}

/** Keeps a token for a URL, where nobody but the user reads it; gives the file. */
export function keepToken(url: string, token: string, env: Environment = process.env): string {
  const tokens = readTokens(env);
  return writeTokens(new Map([...tokens, [apiKey(url), token]]), env);
}

/** Forgets the token of a URL; whether there was one. */
export function forgetToken(url: string, env: Environment = process.env): boolean {
  const tokens = new Map(readTokens(env));
  if (!tokens.delete(apiKey(url))) return false;
  writeTokens(tokens, env);
  return true;
}

function tokenFile({ XDG_CONFIG_HOME: config }: Environment): string {
  return join(config || join(homedir(), '.config'), 'schema-service', 'tokens.json');
}

/** One spelling for one place: without a slash at the end, a query, or a name and password. */
function apiKey(url: string): string {
  if (!URL.canParse(url)) return url;
  const { origin, pathname } = new URL(url);
  return `${origin}${pathname}`.replace(/\/+$/, '');
}

function readTokens(env: Environment): ReadonlyMap<string, string> {
  const file = tokenFile(env);
  try {
    const { mode } = statSync(file);
    // Windows has no such bits.
    if (process.platform !== 'win32' && (mode & 0o077) !== 0) throw unsafe(file);
    return new Map(
      Object.entries(JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>),
    );
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof TypeError) throw invalid(file);
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return new Map();
    throw error;
  }
}

/** Whole or not at all, and never readable for others in between. */
function writeTokens(tokens: ReadonlyMap<string, string>, env: Environment): string {
  const file = tokenFile(env);
  if (tokens.size === 0) {
    rmSync(file, { force: true });
    return file;
  }
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const next = `${file}.${process.pid}`;
  writeFileSync(next, `${JSON.stringify(Object.fromEntries(tokens), null, 2)}\n`, { mode: 0o600 });
  chmodSync(next, 0o600);
  renameSync(next, file);
  return file;
}

function unsafe(file: string): SchemaServiceError {
  return new SchemaServiceError({
    code: 'TOKEN_FILE_UNSAFE',
    message: `Others may read ${file}.`,
    why: 'It holds tokens.',
    fix: `chmod 600 ${file}, and have the tokens in it ended if others had the time.`,
    meta: { file },
  });
}

function invalid(file: string): SchemaServiceError {
  return new SchemaServiceError({
    code: 'TOKEN_FILE_INVALID',
    message: `${file} is no list of tokens.`,
    fix: 'Delete it, and log in again.',
    meta: { file },
  });
}
