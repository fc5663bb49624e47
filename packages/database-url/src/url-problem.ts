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

/** What keeps a text from being the URL of one database; nothing of it is repeated, because it may be a password. */
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
  if (/^\w+(?:\s|%20)*=/.test(text)) return like('It is a list of key=value.');
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

function partsProblem(rest: string): ParameterProblem | undefined {
  const [, authority = '', path = '', query = ''] = /^([^/?#]*)([^?#]*)(.*)$/s.exec(rest) ?? [];
  if (authority.split('@').length > 2 || path.includes('@') || query.includes('#')) return SPECIAL;
  const parameters = query.replace(/^\?/, '').split('&').filter(Boolean);
  if (parameters.some((text) => !NAME.test(text.split('=', 1)[0] ?? ''))) return SPECIAL;
  return undefined;
}
