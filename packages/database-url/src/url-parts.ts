/** A URL of PostgreSQL taken apart, each part decoded. */
export interface UrlParts {
  readonly user: string;
  readonly password: string;
  /** Names with commas between, as libpq has it; the ports likewise, an empty one for a host without. */
  readonly host: string;
  readonly port: string;
  readonly database: string;
  readonly parameters: URLSearchParams;
}

const URL_PARTS =
  /^postgres(?:ql)?:\/\/(?:([^:/?#@]*)(?::([^/?#@]*))?@)?([^/?#@]*)(?:\/([^?#]*))?(?:\?(.*))?$/is;
const HOST = /^(\[[\da-f:.]+(?:%25[\w.-]+)?\]|[^[\]:]*)(?::(\d*))?$/i;

/**
 * Takes a URL apart as libpq does: it may leave everything out, and name several hosts.
 *
 * @returns `undefined` where it cannot be taken apart, or a part is not percent-encoded as it should be
 */
export function urlParts(text: string): UrlParts | undefined {
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
      parameters: new URLSearchParams(query),
    };
  } catch {
    return undefined;
  }
}
