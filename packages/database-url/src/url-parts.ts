import { areKeyValues, readKeyValues } from './key-values.ts';

/** A connection string taken apart, each part decoded. */
export interface UrlParts {
  readonly user: string;
  readonly password: string;
  /** Names with commas between, as libpq has it; the ports likewise, an empty one for a host without. */
  readonly host: string;
  readonly port: string;
  readonly database: string;
  readonly parameters: ReadonlyMap<string, string>;
}

const URL_PARTS =
  /^postgres(?:ql)?:\/\/(?:([^:/?#@]*)(?::([^/?#@]*))?@)?([^/?#@]*)(?:\/([^?#]*))?(?:\?(.*))?$/is;
const HOST = /^(\[[\da-f:.]+(?:%25[\w.-]+)?\]|[^[\]:]*)(?::(\d*))?$/i;

/**
 * Takes a connection string apart as libpq does: it may leave everything out, and name several hosts. In a list of
 * `key=value` all are parameters.
 *
 * @returns `undefined` where it cannot be taken apart, or a part is not percent-encoded as it should be
 */
export function urlParts(text: string): UrlParts | undefined {
  if (areKeyValues(text)) {
    const pairs = readKeyValues(text);
    if (typeof pairs === 'string') return undefined;
    return { user: '', password: '', host: '', port: '', database: '', parameters: new Map(pairs) };
  }
  const [whole, user = '', password = '', hosts = '', database = '', query = ''] =
    URL_PARTS.exec(text) ?? [];
  if (whole === undefined) return undefined;
  const places = hosts.split(',').map((host) => HOST.exec(host));
  if (places.includes(null)) return undefined;
  const names = places.map((place) => (place?.[1] ?? '').replace(/^\[|\]$/g, ''));
  const ports = places.map((place) => place?.[2] ?? '');
  try {
    return {
      user: decodeURIComponent(user),
      password: decodeURIComponent(password),
      host: names.map(decodeURIComponent).join(','),
      port: ports.some(Boolean) ? ports.join(',') : '',
      database: decodeURIComponent(database),
      parameters: new Map(query.split('&').filter(Boolean).map(parameterOf)),
    };
  } catch {
    return undefined;
  }
}

/** A `+` is one, and not a blank; but between the words of `options` nobody means it. */
function parameterOf(text: string): [name: string, value: string] {
  const [name = ''] = text.split('=', 1);
  const value = text.slice(name.length + 1);
  return [name, decodeURIComponent(name === 'options' ? value.replaceAll('+', ' ') : value)];
}

/** The URL that says the same as all parts, for whoever puts something into it. */
export function writeUrl({ user, password, host, port, database, parameters }: UrlParts): string {
  const { dbname = database, ...rest } = Object.fromEntries(parameters);
  const pairs = Object.entries({ user, password, host, port, ...rest });
  const query = pairs
    .filter(([, value]) => value)
    .map((pair) => pair.map(encodeURIComponent).join('='));
  return `postgresql:///${encodeURIComponent(dbname)}${query.length > 0 ? '?' : ''}${query.join('&')}`;
}
