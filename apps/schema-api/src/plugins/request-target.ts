import { BlockList, isIPv6 } from 'node:net';
import type { RawRequestDefaultExpression } from 'fastify';

/** Whom to believe what a request was before a proxy passed it on. */
export type TrustsPeer = (address: string | undefined) => boolean;

/** @param ranges addresses (`127.0.0.1`) and networks (`10.0.0.0/8`), as the configuration has checked them */
export function trustedPeers(ranges: readonly string[]): TrustsPeer {
  const trusted = new BlockList();
  for (const range of ranges) {
    const [address = '', bits] = range.split('/', 2);
    const family = isIPv6(address) ? 'ipv6' : 'ipv4';
    if (bits === undefined) trusted.addAddress(address, family);
    else trusted.addSubnet(address, Number(bits), family);
  }
  return (address) => {
    if (address === undefined) return false;
    // A socket that listens on IPv6 sees IPv4 peers as ::ffff:127.0.0.1.
    const plain = address.replace(/^::ffff:(?=\d+\.)/i, '');
    return trusted.check(plain, isIPv6(plain) ? 'ipv6' : 'ipv4');
  };
}

/**
 * The path that a request asks for, as routes are written: of a target in
 * absolute form, without the base path of the public URL (a proxy may have
 * taken it off already), and with a scoped npm name as one segment.
 */
export function requestPath(target: string, basePath: string): string {
  const path = target === '*' ? '/' : target.replace(/^https?:\/\/[^/?#]*/i, '') || '/';
  const rooted = path.startsWith('?') ? `/${path}` : path;
  return escapeScopedName(withoutBase(rooted, basePath));
}

function withoutBase(path: string, basePath: string): string {
  if (basePath === '' || !path.startsWith(basePath)) return path;
  const rest = path.slice(basePath.length);
  if (rest === '' || rest.startsWith('?')) return `/${rest}`;
  return rest.startsWith('/') ? rest : path;
}

/**
 * Writes a scoped name in a registry URL the one way that routes are written
 * for: `/npm/@org/x` (which browsers and people type) as `/npm/@org%2fx`
 * (which npm sends; pnpm sends `%2F`).
 */
function escapeScopedName(url: string): string {
  return url.replace(/^(\/npm\/(?:-\/package\/)?(?:@|%40)[^/%?]+)\/(?=[^/?])/, '$1%2f');
}

/**
 * Says a trusted proxy's `Forwarded` (RFC 7239) in the headers that Fastify
 * reads. Its last element is the one that the peer itself has added.
 */
export function readForwarded(request: RawRequestDefaultExpression, trusts: TrustsPeer): void {
  const { forwarded } = request.headers;
  if (forwarded === undefined || !trusts(request.socket?.remoteAddress)) return;
  const elements = forwarded.split(',').map(parseElement);
  const clients = elements.map((element) => element.get('for') ?? 'unknown');
  const nearest = elements.at(-1);
  const said = [
    ['x-forwarded-for', clients.map(withoutPort).join(', ')],
    ['x-forwarded-host', nearest?.get('host')],
    ['x-forwarded-proto', nearest?.get('proto')?.toLowerCase()],
  ] as const;
  for (const [name, value] of said) {
    if (value === undefined) delete request.headers[name];
    else request.headers[name] = value;
  }
}

function parseElement(element: string): ReadonlyMap<string, string> {
  const pairs = element.matchAll(/([\w-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s;"]+))/g);
  return new Map(
    [...pairs].map(([, name = '', quoted, token = '']) => [
      name.toLowerCase(),
      quoted?.replace(/\\(.)/g, '$1') ?? token,
    ]),
  );
}

/** `192.0.2.1:4711` and `[2001:db8::1]:4711` without the port and the brackets. */
function withoutPort(node: string): string {
  return node.replace(/^\[([^\]]*)\](?::\d+)?$/, '$1').replace(/^(\d+\.\d+\.\d+\.\d+):\d+$/, '$1');
}
