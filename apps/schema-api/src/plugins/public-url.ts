import type { FastifyRequest } from 'fastify';
import fp from 'fastify-plugin';

/** Where clients reach this server, and for whom an answer that says so may be kept. */
export interface PublicAddress {
  /** Without a slash at the end. */
  readonly url: string;
  /**
   * `all`: the URL is configured. `host`: it is this machine's own, and so for
   * who names the same `Host`. `proxy`: a trusted proxy said it, so it is kept
   * under that URL, and the headers have to be read again each time. `nobody`:
   * it is what the sender says, and nobody else is to see it.
   */
  readonly keptFor: 'all' | 'host' | 'proxy' | 'nobody';
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Where the client reaches this server, without a slash at the end. */
    publicUrl(): string;
    publicAddress(): PublicAddress;
  }
}

interface PublicUrlOptions {
  /** Without a slash at the end. */
  readonly url?: string;
  /** Is anyone's `X-Forwarded-Host` believed? */
  readonly hasProxies: boolean;
}

/** Absolute links are made from the configured URL, or from the host that the request names. */
export const publicUrl = fp(async (server, { url, hasProxies }: PublicUrlOptions) => {
  server.decorateRequest('publicAddress', function (this: FastifyRequest): PublicAddress {
    if (url !== undefined) return { url, keptFor: 'all' };
    const { localAddress, localPort } = this.raw.socket;
    // HTTP/1.0 need not say which host it means.
    const host = isHost.test(this.host) ? this.host : authority(localAddress, localPort);
    const named = `${this.protocol === 'https' ? 'https' : 'http'}://${host}`;
    // Fastify read it from a proxy's header only where the peer is trusted.
    const isForwarded = this.host !== (this.headers.host ?? '');
    if (isForwarded) return { url: named, keptFor: 'proxy' };
    const isOwn = ownHosts.some((one) => host === `${one}:${localPort}`);
    return { url: named, keptFor: isOwn && !hasProxies ? 'host' : 'nobody' };
  });
  server.decorateRequest('publicUrl', function (this: FastifyRequest) {
    return this.publicAddress().url;
  });
});

/** A name or an address, with a port or without: nothing that means something in a URL or in HTML. */
const isHost = /^(?:[\w.-]+|\[[\da-fA-F:.]+\])(?::\d{1,5})?$/;

/** Under these names a server is reached from its own machine alone. */
const ownHosts = ['127.0.0.1', 'localhost', '[::1]'];

function authority(address = '127.0.0.1', port = 80): string {
  return `${address.includes(':') ? `[${address}]` : address}:${port}`;
}

export function withoutSlash(url: string): string {
  return url.replace(/\/+$/, '');
}
