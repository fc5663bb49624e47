import { lookup as systemLookup } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';
import { SchemaServiceError } from '@schema-service/errors';

/** Where webhooks may be sent. Default: https, at public addresses. */
export interface ReceiverPolicy {
  /** Plain http too. */
  readonly allowHttp?: boolean;
  /** Ranges beside the public ones, as CIDR: `10.20.0.0/16`, `127.0.0.1/32`. */
  readonly allowedAddresses?: readonly string[];
  /** Default: the system's resolver. */
  readonly lookup?: LookupFunction;
}

/** What is not of the public internet, by IANA's special-purpose registries; cloud metadata lies in these too. */
const special4 = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
];
/** All that is public lies in 2000::/3; these parts of it are not, or lead to IPv4 addresses of any kind. */
const special6 = ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20'];

const notPublic4 = blockList(special4);
const notPublic6 = blockList(special6);
const public6 = blockList(['2000::/3']);

/** Whether a message may be sent to an IP address. */
export function isAllowedAddress(
  address: string,
  { allowedAddresses = [] }: ReceiverPolicy,
): boolean {
  const family = isIP(address);
  if (family === 0) return false;
  const type = family === 6 ? 'ipv6' : 'ipv4';
  if (blockList(allowedAddresses).check(address, type)) return true;
  if (type === 'ipv4') return !notPublic4.check(address, type);
  return public6.check(address, type) && !notPublic6.check(address, type);
}

/**
 * The URL of a receiver. Throws `WEBHOOK_URL_REFUSED` for what could not be sent
 * to; what a name resolves to shows when it is connected to.
 */
export function receiverUrl(text: string, policy: ReceiverPolicy): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined) throw refused('It is no URL.');
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && policy.allowHttp === true)) {
    throw refused('It is not https.');
  }
  if (text.length > 2_048) throw refused('It has more than 2048 characters.');
  if (url.username !== '' || url.password !== '') throw refused('It has a user or password in it.');
  if (url.hash !== '') throw refused('It has a fragment, which is never sent.');
  const host = hostOf(url);
  if (isIP(host) !== 0 && !isAllowedAddress(host, policy)) throw refused(addressRefused(host));
  return url;
}

/** A URL's host as an address is written: IPv6 without brackets. */
export function hostOf(url: URL): string {
  return url.hostname.replace(/^\[|\]$/g, '');
}

/**
 * A lookup for sockets that gives allowed addresses only. What it checks is what
 * is connected to: a name that resolves to something else a moment later gains nothing.
 */
export function allowedLookup(policy: ReceiverPolicy): LookupFunction {
  const resolve = policy.lookup ?? (systemLookup as LookupFunction);
  return (hostname, options, callback) => {
    resolve(hostname, { ...options, all: true }, (error, found) => {
      if (error !== null) return callback(error, '', 0);
      const addresses = Array.isArray(found) ? found : [{ address: found, family: isIP(found) }];
      const allowed = addresses.filter(({ address }) => isAllowedAddress(address, policy));
      const [first] = allowed;
      if (first === undefined) {
        const shown = addresses.map(({ address }) => address).join(', ');
        return callback(refused(addressRefused(`${hostname} (${shown})`)), '', 0);
      }
      if (options.all === true) return callback(null, allowed);
      return callback(null, first.address, first.family);
    });
  };
}

function addressRefused(host: string): string {
  return `${host} is not an address of the public internet.`;
}

function refused(why: string): SchemaServiceError {
  return new SchemaServiceError({
    code: 'WEBHOOK_URL_REFUSED',
    message: 'No webhook is sent there.',
    why,
    fix: 'Choose an https URL on the internet, or allow more by WEBHOOK_ALLOWED_ADDRESSES and WEBHOOK_ALLOW_HTTP.',
  });
}

function blockList(ranges: readonly string[]): BlockList {
  const list = new BlockList();
  for (const range of ranges) {
    const [network = '', prefix = ''] = range.split('/');
    const type = isIP(network) === 6 ? 'ipv6' : 'ipv4';
    list.addSubnet(network, Number(prefix), type);
  }
  return list;
}
