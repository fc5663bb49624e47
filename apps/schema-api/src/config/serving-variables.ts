import { isIP } from 'node:net';
import { type Variables, wholeNumber } from './config-variables.ts';

type ServingVariables = Pick<
  Variables,
  'packageScope' | 'pythonPrefix' | 'cacheBytes' | 'trustedProxies' | 'corsOrigins'
>;

const MEBIBYTE = 1024 * 1024;

/** What the environment says about how answers are served, and to whom. */
export const servingVariables: ServingVariables = {
  packageScope: {
    name: 'PACKAGE_SCOPE',
    summary:
      "The npm scope of the organisation's packages. Its Python projects, which begin with the same word (`org-` for `@org`), are never looked for in another index",
    expected: 'an npm scope with its at sign, e.g. @org',
    otherwise:
      'what is published here is known as ours, and before the first publication nothing is looked for elsewhere',
    read: (text) => (/^@[a-z0-9][a-z0-9._-]*$/.test(text) ? text : undefined),
  },
  pythonPrefix: {
    name: 'PYTHON_PREFIX',
    summary:
      "What the names of the organisation's Python projects begin with, where it is not the scope's word",
    expected: 'the beginning of a name, e.g. org-',
    otherwise: '`org-` for the scope `@org`',
    read: (text) => (/^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(text) ? text : undefined),
  },
  cacheBytes: {
    name: 'CACHE_SIZE',
    summary: 'How many MiB of answers are kept in memory',
    expected: 'a number of MiB from 1 to 65536',
    default: '256',
    read: (text) => {
      const mebibytes = wholeNumber(1, 65_536)(text);
      return mebibytes === undefined ? undefined : mebibytes * MEBIBYTE;
    },
  },
  trustedProxies: {
    name: 'TRUSTED_PROXIES',
    summary:
      "The proxies whose `Forwarded` or `X-Forwarded-*` is believed: the client's address, the host and the protocol. Everybody else's is ignored",
    expected: 'addresses and networks with commas between them, e.g. 127.0.0.1, 10.0.0.0/8, ::1',
    otherwise: 'none',
    read: list(isAddressOrNetwork),
  },
  corsOrigins: {
    name: 'CORS_ORIGINS',
    summary: 'The origins whose pages may read the answers in a browser; `*` for all',
    expected: 'origins with commas between them, e.g. https://console.example.org, or *',
    otherwise: 'none',
    read: (text) => (text === '*' ? ['*'] : list(isOrigin)(text)),
  },
};

function list(isItem: (text: string) => boolean): (text: string) => readonly string[] | undefined {
  return (text) => {
    const items = text.split(',').map((item) => item.trim());
    return items.every(isItem) ? items : undefined;
  };
}

function isAddressOrNetwork(text: string): boolean {
  const [address = '', bits, ...rest] = text.split('/');
  const version = isIP(address);
  if (version === 0 || rest.length > 0) return false;
  return bits === undefined || wholeNumber(0, version === 4 ? 32 : 128)(bits) !== undefined;
}

/** As browsers write it: no path, no slash at the end, no default port. */
function isOrigin(text: string): boolean {
  return URL.canParse(text) && /^https?:/.test(text) && new URL(text).origin === text;
}
