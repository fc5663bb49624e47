import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { Feed } from '../../pages/feed.ts';
import { htmlContent } from '../../pages/html-content.ts';
import { referencePage, referencePolicy, startScript } from '../../pages/reference-page.ts';
import { scalarScript } from '../../pages/scalar-script.ts';

const script = 'text/javascript; charset=utf-8';

/** `/versions.atom`, and `/reference` with its scripts. */
export const pageRoutes: FastifyPluginAsyncTypebox<{ readonly feed: Feed }> = async (
  server,
  { feed },
) => {
  const readable = { schema: { hide: true }, config: { scope: 'read' } } as const;
  server.get('/versions.atom', readable, (request, reply) => {
    const type = 'application/atom+xml';
    const make = async () => ({
      type: `${type}; charset=utf-8`,
      body: await feed(request.publicUrl()),
    });
    const offers = [{ type, key: 'feed', make }] as const;
    return reply.represent({ lifetime: 'current', namesUs: true, offers });
  });

  const open = { schema: { hide: true }, config: { scope: 'none' } } as const;
  server.get('/reference', open, (_request, reply) => {
    const make = async () => {
      // What the plugin knows of the document is more than the page shows of it.
      const document = server.swagger() as Parameters<typeof referencePage>[0];
      return htmlContent(referencePage(document), referencePolicy);
    };
    const offers = [{ type: 'text/html', key: 'reference', make }] as const;
    return reply.represent({ lifetime: 'current', offers });
  });

  server.get('/reference/start.js', open, (_request, reply) => {
    const make = async () => ({ type: script, body: startScript });
    const offers = [{ type: 'text/javascript', key: 'reference start', make }] as const;
    return reply.represent({ lifetime: 'current', offers });
  });

  server.get('/reference/scalar.js', open, (_request, reply) => {
    const make = async () => ({ type: script, body: scalarScript() });
    const offers = [{ type: 'text/javascript', key: 'reference script', make }] as const;
    return reply.represent({ lifetime: 'current', offers });
  });
};
