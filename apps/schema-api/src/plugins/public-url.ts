import type { FastifyRequest } from 'fastify';
import fp from 'fastify-plugin';

declare module 'fastify' {
  interface FastifyRequest {
    /** Where the client reaches this server, without a slash at the end. */
    publicUrl(): string;
  }
}

/** Absolute links are made from the configured URL, or from the host that the request names. */
export const publicUrl = fp(async (server, { url }: { readonly url?: string }) => {
  const configured = url?.replace(/\/+$/, '');
  server.decorateRequest('publicUrl', function (this: FastifyRequest) {
    return configured ?? `${this.protocol}://${this.host}`;
  });
});
