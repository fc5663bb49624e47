import { areKeyValues, readKeyValues, tellsPassword } from './key-values.ts';
import type { ParameterProblem } from './parameters.ts';
import { urlParts } from './url-parts.ts';

const EXAMPLE = 'postgresql://user:password@host:5432/database';

/** `@` and the like end a part of a URL, so a password that holds one would become host and database, and be told. */
const SPECIAL: ParameterProblem = {
  why: 'A character in it ends the user, the password or the database too early.',
  fix: `Write it like ${EXAMPLE}, with special characters percent-encoded: @ as %40, / as %2F, : as %3A, # as %23, ? as %3F, % as %25.`,
};

const like = (why: string, more = ''): ParameterProblem => ({
  why,
  fix: `Write it like ${EXAMPLE}, with special characters percent-encoded.${more}`,
});

const NAME = /^[A-Za-z_][\w.-]*$/;

/** What keeps a text from being a connection string; nothing of it is repeated, because it may be a password. */
export function urlProblem(text: string): ParameterProblem | undefined {
  if (text === '') return like('It is empty.');
  if (/^["'`]/.test(text)) {
    return like(
      'It is in quotes.',
      ' In a Dockerfile or an env file they are part of the value: leave them out.',
    );
  }
  if (/^jdbc:/i.test(text)) {
    return like(
      'It is a URL of JDBC.',
      ' Without jdbc:, and with user and password in front of the host.',
    );
  }
  if (areKeyValues(text)) return keyValuesProblem(text);
  if (!/^postgres(?:ql)?:\/\//i.test(text)) {
    return like(
      /^[a-z][a-z0-9+.-]*:\/\//i.test(text)
        ? 'It is the URL of something else than PostgreSQL.'
        : 'It does not begin with postgresql://.',
      ' For a Unix socket: postgresql:///database?host=/var/run/postgresql',
    );
  }
  return (
    partsProblem(text.slice(text.indexOf('://') + 3)) ?? (urlParts(text) ? undefined : SPECIAL)
  );
}

const KEY_VALUES = "host=db.example.org password=password dbname='my shop' user='o\\'hara'";

function keyValuesProblem(text: string): ParameterProblem | undefined {
  const pairs = readKeyValues(text);
  const isEarly = typeof pairs !== 'string' && tellsPassword(pairs.map(([name]) => name));
  if (typeof pairs !== 'string' && !isEarly) return undefined;
  return {
    why: isEarly
      ? 'A blank ends the password too early.'
      : pairs === 'quote'
        ? 'A quote in it is not closed.'
        : 'There is a word in it without a =.',
    fix: `Write it like ${KEY_VALUES}: a value with blanks in single quotes, and ' and \\ behind a \\.`,
  };
}

function partsProblem(rest: string): ParameterProblem | undefined {
  const [, authority = '', path = '', query = ''] = /^([^/?#]*)([^?#]*)(.*)$/s.exec(rest) ?? [];
  if (authority.split('@').length > 2 || path.includes('@') || query.includes('#')) return SPECIAL;
  const parameters = query.replace(/^\?/, '').split('&').filter(Boolean);
  const names = parameters.map((text) => text.split('=', 1)[0] ?? '');
  return tellsPassword(names) || !names.every((name) => NAME.test(name)) ? SPECIAL : undefined;
}
