import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { secured, sendTagged } from '../../pages/page.ts';
import type { Pages } from '../../pages/pages.ts';
import {
  referencePage,
  referencePolicy,
  scalarScript,
  startScript,
} from '../../pages/reference-page.ts';
import { matches } from '../../serving/write-answer.ts';

/** `/versions.atom`, and `/reference` with its scripts. */
export const pageRoutes: FastifyPluginAsyncTypebox<{ readonly pages: Pages }> = async (
  server,
  { pages },
) => {
  server.get('/versions.atom', { schema: { hide: true } }, (request, reply) => {
    const make = async () => ({
      type: 'application/atom+xml; charset=utf-8',
      body: await pages.feed(request.publicUrl()),
    });
    const offer = { type: 'application/atom+xml', key: 'versions.atom', make };
    return reply.represent({ lifetime: 'current', namesUs: true, offers: [offer] });
  });

  const open = { schema: { hide: true }, config: { scope: 'none' as const } };

  server.get('/reference', open, async (_request, reply) => {
    // What the plugin knows of the document is more than the page shows of it.
    const document = server.swagger() as Parameters<typeof referencePage>[0];
    const html = referencePage(document);
    return sendTagged(secured(reply, referencePolicy), 'text/html; charset=utf-8', html);
  });

  server.get('/reference/start.js', open, async (_request, reply) =>
    sendTagged(reply, 'text/javascript; charset=utf-8', startScript),
  );

  let script: { readonly packed: Buffer; readonly etag: string } | undefined;
  server.get('/reference/scalar.js', open, async (request, reply) => {
    if (script === undefined) {
      const packed = scalarScript();
      script = { packed, etag: `W/"${createHash('sha256').update(packed).digest('base64url')}"` };
    }
    reply
      .header('etag', script.etag)
      .header('cache-control', 'no-cache')
      .header('vary', 'accept-encoding');
    if (matches(request.headers['if-none-match'] ?? '', script.etag)) return reply.code(304).send();
    const isPacked = /\bgzip\b/.test(`${request.headers['accept-encoding']}`);
    if (isPacked) reply.header('content-encoding', 'gzip');
    return reply
      .type('text/javascript; charset=utf-8')
      .send(isPacked ? script.packed : gunzipSync(script.packed));
  });
};
