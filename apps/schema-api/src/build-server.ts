import { type FastifyInstance, fastify, LogController } from 'fastify';
import { connectionOptions, createLimitedServer, usualLimits } from './http/connection-limits.ts';
import { serverSentEvents } from './http/server-sent-events.ts';
import { cors } from './plugins/cors.ts';
import { drain } from './plugins/drain.ts';
import { answerError, errorAnswers } from './plugins/error-answers.ts';
import { openapi } from './plugins/openapi.ts';
import { publicUrl, withoutSlash } from './plugins/public-url.ts';
import { representations } from './plugins/representations.ts';
import { requestId, requestLog } from './plugins/request-log.ts';
import { readForwarded, requestPath, trustedPeers } from './plugins/request-target.ts';
import { requestTelemetry } from './plugins/request-telemetry.ts';
import { explainValidation, refuseControlCharacters } from './plugins/request-validation.ts';
import { unknownRoutes } from './plugins/unknown-routes.ts';
import { registerRoutes } from './routes/register-routes.ts';
import type { ServerOptions } from './server-options.ts';
import { createFront, frontBefore } from './serving/front.ts';
import { createServing } from './serving/serving.ts';
import { isMeasured } from './telemetry/telemetry.ts';
import { createAccess } from './tokens/access.ts';
import { countServed } from './usage/served-downloads.ts';

/** The Schema API as a Fastify server that does not listen yet: `listen` it, or `inject` requests. */
export function buildServer(options: ServerOptions): FastifyInstance {
  const { stores, logger = false, trustedProxies = [], corsOrigins = [] } = options;
  const limits = { ...usualLimits, ...options.limits };
  const access = createAccess(stores.tokens, options.signals, options.access ?? {});
  const serving = createServing({
    ...options,
    events: stores.events,
    mayRead: access.mayRead,
    ...(options.usage ? { onServed: countServed(options.usage, access.knownTokenId) } : {}),
    vary: corsOrigins.length === 0 || corsOrigins.includes('*') ? [] : ['origin'],
    isPublic: options.access?.readAccess !== 'token',
  });
  const front = createFront(serving, {
    hasCors: corsOrigins.length > 0,
    isOpen: () => !server.drain.isDraining,
    logs: () => server.log.level === 'debug' || server.log.level === 'trace',
    log: (fields) => server.log.debug(fields, 'answered from memory'),
  });
  const trusts = trustedPeers(trustedProxies);
  const basePath = withoutSlash(new URL(options.publicUrl ?? 'http://localhost').pathname);
  const server = fastify({
    logger,
    ...connectionOptions,
    genReqId: requestId,
    // One line for each request, by the plugin.
    logController: new LogController({ disableRequestLogging: true }),
    frameworkErrors: answerError,
    schemaErrorFormatter: explainValidation,
    ajv: { customOptions: { verbose: true, removeAdditional: false } },
    // An npm name has up to 214 characters, and a Python file's name may be longer than the default of 100 too.
    routerOptions: { maxParamLength: 256 },
    trustProxy: trusts,
    rewriteUrl: (request) => {
      readForwarded(request, trusts);
      return requestPath(request.url ?? '/', basePath);
    },
    serverFactory: (routes) => createLimitedServer(limits, frontBefore(front, routes)),
  });

  server.register(requestLog);
  if (isMeasured()) server.register(requestTelemetry);
  server.register(drain);
  server.addHook('onClose', async () => serving.freshness[Symbol.dispose]());
  server.register(errorAnswers, { serving });
  server.register(unknownRoutes);
  const address = options.publicUrl === undefined ? {} : { url: withoutSlash(options.publicUrl) };
  server.register(publicUrl, { ...address, hasProxies: trustedProxies.length > 0 });
  server.register(openapi, address);
  if (corsOrigins.length > 0) server.register(cors, { origins: corsOrigins });
  server.register(access.plugin);
  server.register(representations, { serving });
  server.register(refuseControlCharacters);
  server.register(serverSentEvents, {});
  registerRoutes(server, options, access);
  return server;
}
