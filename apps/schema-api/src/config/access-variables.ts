import { readFileSync } from 'node:fs';
import { presentedToken } from '@schema-service/catalog';
import { SchemaServiceError } from '@schema-service/errors';
import { readTrustedPublishers, type TrustedPublisher } from '../tokens/trusted-publishers.ts';
import type { Variables } from './config-variables.ts';

type AccessVariables = Pick<
  Variables,
  | 'readAccess'
  | 'adminToken'
  | 'trustedPublishers'
  | 'rateLimit'
  | 'loginRateLimit'
  | 'requestTimeout'
  | 'maxConnections'
>;

const examplePublishers =
  '[{"name": "ci", "issuer": "https://ci.example.org", "audience": "schema-api", "claims": {"repository": "org/schema"}, "scopes": ["publish"]}]';

/** What the environment says about who may. */
export const accessVariables: AccessVariables = {
  readAccess: {
    name: 'READ_ACCESS',
    summary: 'Whether reading asks for a token (`token`) or not (`open`)',
    expected: 'open or token',
    otherwise: '`open` where `HOST` is loopback, `token` elsewhere',
    read: (text) => (text === 'open' || text === 'token' ? text : undefined),
  },
  adminToken: {
    name: 'ADMIN_TOKEN',
    summary:
      'The token of an admin. Another value ends the one before; one that was ended stays so',
    expected: '32 to 512 random characters without spaces, e.g. what `openssl rand -hex 32` prints',
    otherwise: 'where no admin has one, one is made and shown once on stderr',
    isSecret: true,
    read: (text) => (presentedToken(text) === undefined ? undefined : text),
  },
  trustedPublishers: {
    name: 'TRUSTED_PUBLISHERS',
    summary: 'The CI systems whose ID tokens are exchanged for short ones, and by which claims',
    expected: `a JSON list or the path of a file that has one, e.g. ${examplePublishers}`,
    otherwise: 'none',
    read: trustedPublishers,
  },
  rateLimit: {
    name: 'RATE_LIMIT',
    summary:
      'How many requests one token, or one address without a token, may send in a minute to one process; `off` for no limit',
    expected: 'a number of 1 or more, or off',
    default: '6000',
    read: (text) => (text === 'off' ? text : count(text)),
  },
  loginRateLimit: {
    name: 'LOGIN_RATE_LIMIT',
    summary: 'The same for what makes tokens: logins, exchanges, `POST /tokens`',
    expected: 'a number of 1 or more',
    default: '30',
    read: count,
  },
  requestTimeout: {
    name: 'REQUEST_TIMEOUT',
    summary:
      'How long a request may take to arrive, its head an eighth of it; a connection on which nothing moves for so long ends',
    expected: 'seconds from 1 to 3600',
    default: '120',
    read: (text) => {
      const milliseconds = wholeSeconds(text);
      return milliseconds === undefined || milliseconds > 3_600_000 ? undefined : milliseconds;
    },
  },
  maxConnections: {
    name: 'MAX_CONNECTIONS',
    summary: 'How many connections there may be at once; what comes above that is closed',
    expected: 'a number of 1 or more',
    default: '10000',
    read: count,
  },
};

function wholeSeconds(text: string): number | undefined {
  const value = count(text);
  return value === undefined ? undefined : value * 1_000;
}

function count(text: string): number | undefined {
  return /^[1-9]\d{0,8}$/.test(text) ? Number(text) : undefined;
}

function trustedPublishers(said: string): readonly TrustedPublisher[] | undefined {
  const text = said.trimStart().startsWith('[') ? said : readPublishersFile(said);
  const read = readTrustedPublishers(jsonOf(text));
  if ('publishers' in read) return read.publishers;
  throw wrong(`TRUSTED_PUBLISHERS: ${read.problems.join(' ')}`);
}

function readPublishersFile(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw wrong(
      `TRUSTED_PUBLISHERS names a file that cannot be read: ${(error as Error).message}.`,
    );
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw wrong('TRUSTED_PUBLISHERS is no JSON.');
  }
}

function wrong(message: string): SchemaServiceError {
  return new SchemaServiceError({ code: 'CONFIG_INVALID', message });
}
