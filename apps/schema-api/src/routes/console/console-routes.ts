import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { SchemaServiceError } from '@schema-service/errors';
import { Type } from 'typebox';
import type { ConsoleFiles } from '../../console/console-files.ts';
import { consolePage } from '../../console/console-page.ts';

/**
 * The console below `/console/`: its files, and its page for every other address, which the page
 * itself knows what to do with. Open to all: what it shows, it asks the API for.
 */
export const consoleRoutes: FastifyPluginAsyncTypebox<{ readonly files: ConsoleFiles }> = async (
  server,
  { files },
) => {
  const open = { schema: { hide: true }, config: { scope: 'none' } } as const;
  for (const path of ['/console', '/console/*']) {
    server.get(path, open, (request, reply) => {
      const make = async () => consolePage(files, request.publicUrl());
      const offers = [{ type: 'text/html', key: 'console', make }] as const;
      return reply.represent({ lifetime: 'current', namesUs: true, offers });
    });
  }

  const schema = { hide: true, params: Type.Object({ name: Type.String() }) };
  server.get('/console/assets/:name', { ...open, schema }, (request, reply) => {
    const { name } = request.params;
    const make = async () => {
      const file = files.asset(name);
      if (file === undefined) throw fileNotFound(name);
      return { ...file, headers: ['x-content-type-options', 'nosniff'] };
    };
    const offers = [{ type: '*/*', key: `console ${name}`, make }] as const;
    return reply.represent({ lifetime: 'fixed', offers });
  });
};

function fileNotFound(name: string): SchemaServiceError {
  return new SchemaServiceError({
    code: 'FILE_NOT_FOUND',
    message: `The console has no file ${name}.`,
    why: 'It is of another version of this service.',
    fix: 'Load the page again.',
  });
}
