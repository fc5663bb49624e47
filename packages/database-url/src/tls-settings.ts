import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PeerCertificate } from 'node:tls';

/** How TLS is spoken, as node-postgres and Node's tls take it. */
export interface TlsSettings {
  readonly rejectUnauthorized: boolean;
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
  readonly passphrase?: string;
  readonly crl?: string;
  readonly minVersion?: 'TLSv1' | 'TLSv1.1' | 'TLSv1.2' | 'TLSv1.3';
  readonly maxVersion?: 'TLSv1' | 'TLSv1.1' | 'TLSv1.2' | 'TLSv1.3';
  /** Where the certificate is not to be that of the address that is connected to. */
  readonly checkServerIdentity?: (
    address: string,
    certificate: PeerCertificate,
  ) => Error | undefined;
}

/** A setting of the connection by libpq's name. */
export type Lookup = (name: string) => string | undefined;

/**
 * One for each try, in libpq's order: with TLS or without. Where nothing is said, a server on this machine is asked for
 * TLS only when it lets nothing else in: a second connection is all that it would cost, and nobody listens between.
 */
export function encryptions(
  get: Lookup,
  home: string,
  host: string,
): readonly (TlsSettings | false)[] {
  const mode = sslModeOf(get);
  if (mode === 'disable') return [false];
  const tls = tlsSettings(mode, get, home);
  // Without TLS there is none.
  if (get('channel_binding') === 'require') return [tls];
  const isQuiet = mode === 'prefer' && get('sslmode') === undefined && LOOPBACK.test(host);
  if (mode === 'allow' || isQuiet) return [false, tls];
  return mode === 'prefer' ? [tls, false] : [tls];
}

const LOOPBACK = /^(?:localhost|127(?:\.\d+){3}|::1)$/i;

/** libpq's default is `prefer`, and where the system's certificates are to be trusted, `verify-full`. */
export function sslModeOf(get: Lookup): string {
  const mode = get('sslmode');
  if (mode !== undefined) return mode;
  const ssl = get('ssl');
  if (ssl === 'true' || ssl === '1') return 'verify-full';
  if (ssl !== undefined) return ssl === 'no-verify' ? ssl : 'disable';
  return get('sslrootcert') === 'system' ? 'verify-full' : 'prefer';
}

/** What libpq looks at in a user's home, where nothing is said. */
export function defaultFile(home: string, name: string): string | undefined {
  const file = join(home, '.postgresql', name);
  return existsSync(file) ? file : undefined;
}

function tlsSettings(mode: string, get: Lookup, home: string): TlsSettings {
  const root = get('sslrootcert') ?? defaultFile(home, 'root.crt');
  const ca = root === undefined || root === 'system' ? undefined : read(root);
  const cert = get('sslcert') ?? defaultFile(home, 'postgresql.crt');
  const key = cert && (get('sslkey') ?? defaultFile(home, 'postgresql.key'));
  const passphrase = get('sslpassword');
  const crl = get('sslcrl') ?? defaultFile(home, 'root.crl');
  // With a root certificate every mode verifies by it, as libpq does.
  const isStrict = mode === 'verify-full' || get('sslaccept') === 'strict';
  const verifies = mode !== 'no-verify' && (ca !== undefined || isStrict || mode === 'verify-ca');
  return {
    rejectUnauthorized: verifies,
    ...(ca === undefined ? {} : { ca }),
    ...(cert ? { cert: read(cert) } : {}),
    ...(key ? { key: read(key) } : {}),
    ...(passphrase ? { passphrase } : {}),
    ...(crl ? { crl: read(crl) } : {}),
    ...versionOf(get, 'min'),
    ...versionOf(get, 'max'),
    ...(verifies && !isStrict ? { checkServerIdentity: () => undefined } : {}),
  };
}

function versionOf(get: Lookup, which: 'min' | 'max'): Partial<TlsSettings> {
  const version = get(`ssl_${which}_protocol_version`);
  return version ? { [`${which}Version`]: version } : {};
}

const read = (file: string): string => readFileSync(file, 'utf8');
