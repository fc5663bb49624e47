import type { Enqueue, EnqueueRollout, EventSignals, Stores } from '@schema-service/catalog';
import { type FastifyInstance, type FastifyServerOptions, fastify, LogController } from 'fastify';
import { type AccessOptions, createAccess } from './access.ts';
import { createVersionComparison } from './comparison/compare-versions.ts';
import {
  type ConnectionLimits,
  connectionOptions,
  createLimitedServer,
  usualLimits,
} from './connection-limits.ts';
import { createCatalogSource } from './environments/catalog-source.ts';
import type { Environments } from './environments/environment-config.ts';
import { createEventFeed } from './events/event-feed.ts';
import { createPages } from './pages/pages.ts';
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
import { createPublisher, type PublisherOptions } from './publishing/publisher.ts';
import { auditRoutes } from './routes/audit/audit-routes.ts';
import { clientRoutes } from './routes/client/client-routes.ts';
import { comparisonRoutes } from './routes/comparison/comparison-routes.ts';
import { consumerRoutes } from './routes/consumers/consumer-routes.ts';
import { environmentRoutes } from './routes/environments/environment-routes.ts';
import { eventRoutes } from './routes/events/event-routes.ts';
import { migrationRoutes } from './routes/migrations/migration-routes.ts';
import { npmExchangeRoute } from './routes/npm/npm-exchange-route.ts';
import { npmLoginRoutes } from './routes/npm/npm-login-routes.ts';
import { npmRoutes } from './routes/npm/npm-routes.ts';
import { pageRoutes } from './routes/pages/page-routes.ts';
import { publishingRoutes } from './routes/publishing/publishing-routes.ts';
import { tagRoutes } from './routes/publishing/tag-routes.ts';
import { ownPythonPrefix } from './routes/pypi/project-files.ts';
import { pypiRoutes } from './routes/pypi/pypi-routes.ts';
import { rolloutRoutes } from './routes/rollouts/rollout-routes.ts';
import { runRoutes } from './routes/runs/run-routes.ts';
import { schemaRoutes } from './routes/schema/schema-routes.ts';
import { serviceRoutes } from './routes/service/service-routes.ts';
import { tokenRoutes } from './routes/tokens/token-routes.ts';
import { versionRoutes } from './routes/versions/version-routes.ts';
import { webhookRoutes } from './routes/webhooks/webhook-routes.ts';
import { serverSentEvents } from './server-sent-events.ts';
import { createFront, frontBefore } from './serving/front.ts';
import { createServing } from './serving/serving.ts';
import { isMeasured } from './telemetry/telemetry.ts';
import type { Usage } from './usage/count-downloads.ts';
import type { ObservedDatabase } from './usage/database-clients.ts';
import { observedDatabases } from './usage/observed-databases.ts';
import { countServed } from './usage/served-downloads.ts';
import type { ReceiverPolicy } from './webhooks/receiver-address.ts';
import type { WebhookSecrets } from './webhooks/webhook-secrets.ts';

export interface ServerOptions {
  /** All the state there is. */
  readonly stores: Stores;
  /** What says that something happened. Without it that is looked up, while somebody wants to know. */
  readonly signals?: EventSignals;
  /** Who may. Default: everyone may read. */
  readonly access?: AccessOptions;
  /** What a connection may take. */
  readonly limits?: Partial<ConnectionLimits>;
  /** The URL that clients reach this server by, where a proxy hides it. Default: what each request's Host says. */
  readonly publicUrl?: string;
  /** The simple index that answers for Python projects that are not ours. Without it they are unknown. */
  readonly pypiUpstream?: string;
  /** What answers may take in memory, in bytes. */
  readonly cacheBytes?: number;
  /** The proxies whose word on the client's address, host and protocol is believed: addresses and networks. Default: none. */
  readonly trustedProxies?: readonly string[];
  /** How webhooks' secrets are kept, and where they are sent. Default: none are made. */
  readonly webhooks?: { readonly secrets?: WebhookSecrets; readonly policy: ReceiverPolicy };
  /** What counts downloads. Default: none are counted. The caller's, who ends it. */
  readonly usage?: Usage;
  /** The databases whose connections `GET /consumers` tells of. Default: those of the environments. */
  readonly databases?: readonly ObservedDatabase[];
  /** The databases that runs move. Default: none. */
  readonly environments?: Environments;
  /** Wakes the workers. Without it they find runs by themselves, a little later. */
  readonly enqueue?: Enqueue;
  readonly enqueueRollout?: EnqueueRollout;
  /** Says which runs have new events. */
  readonly runSignals?: EventSignals;
  /** The npm scope that packages must have, and none but ours has. Default: that of what is published already. */
  readonly packageScope?: string;
  /** What the names of its Python projects begin with. Default: the scope's word, `org-`. */
  readonly pythonPrefix?: string;
  /** The ed25519 key that manifests of releases must be signed with: the base64 of its SPKI form. */
  readonly releasePublicKey?: string;
  /** The origins whose pages may read answers; `*` for all. Default: none. */
  readonly corsOrigins?: readonly string[];
  /** Fastify's logger setting. Default: silent. */
  readonly logger?: FastifyServerOptions['logger'];
}

/** The Schema API as a Fastify server that does not listen yet: `listen` it, or `inject` requests. */
export function buildServer(options: ServerOptions): FastifyInstance {
  const { stores, logger = false, pypiUpstream, trustedProxies = [], corsOrigins = [] } = options;
  const { catalog, blobs, tokens, audit, downloads } = stores;
  const limits = { ...usualLimits, ...options.limits };
  const publisher = createPublisher(publisherOptions(options));
  const access = createAccess(tokens, options.signals, options.access ?? {});
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

  const pages = createPages(catalog);
  const mayBrowse = options.access?.readAccess !== 'token';
  server.register(serviceRoutes, { catalog, pages, mayBrowse });
  server.register(pageRoutes, { pages });
  server.register(versionRoutes, { catalog });
  server.register(publishingRoutes, { publisher });
  server.register(tagRoutes, { catalog });
  const comparison = createVersionComparison(catalog);
  server.register(schemaRoutes, { catalog, comparison });
  server.register(comparisonRoutes, { catalog, comparison });
  const feed = createEventFeed(stores.events, options.signals);
  server.register(eventRoutes, { events: stores.events, feed });
  server.register(clientRoutes, { catalog, blobs });
  const { secrets, policy = {} } = options.webhooks ?? {};
  server.register(webhookRoutes, { ...stores, secrets, policy });
  server.register(migrationRoutes, { catalog });
  server.register(tokenRoutes, { tokens, ...access });
  server.register(auditRoutes, { audit });
  server.register(npmExchangeRoute, { tokens, ...access });
  server.register(npmLoginRoutes, { tokens, ...access, prefix: '/npm' });
  const { environments = new Map(), enqueue = async () => {}, runSignals: signals } = options;
  const starter = {
    runs: stores.runs,
    environments,
    sourceFor: createCatalogSource(catalog),
    enqueue,
  };
  const { usage, databases = observedDatabases(environments, starter.sourceFor) } = options;
  server.register(consumerRoutes, { downloads, usage, comparison, databases });
  server.register(environmentRoutes, starter);
  server.register(runRoutes, { ...starter, ...(signals ? { signals } : {}) });
  const { rollouts } = stores;
  const { enqueueRollout = async () => {} } = options;
  server.register(rolloutRoutes, { rollouts, catalog, environments, enqueueRollout });
  server.register(npmRoutes, { catalog, blobs, publisher, prefix: '/npm' });
  const ownPrefix = ownPythonPrefix(options);
  const index = { catalog, blobs, publisher, upstream: pypiUpstream, ownPrefix };
  server.register(pypiRoutes, { ...index, prefix: '/pypi' });
  return server;
}

function publisherOptions({
  stores,
  packageScope,
  pythonPrefix,
  releasePublicKey,
}: ServerOptions): PublisherOptions {
  return {
    stores,
    ...(packageScope === undefined ? {} : { packageScope }),
    ...(pythonPrefix === undefined ? {} : { pythonPrefix }),
    ...(releasePublicKey === undefined ? {} : { publicKey: releasePublicKey }),
  };
}
