import type { FastifyInstance } from 'fastify';
import { createVersionComparison } from '../comparison/compare-versions.ts';
import { createWorkingSchemas } from '../comparison/working-schemas.ts';
import { consoleFiles } from '../console/console-files.ts';
import { createDiagrams } from '../diagram/diagrams.ts';
import { createCatalogSource } from '../environments/catalog-source.ts';
import { createEventFeed } from '../events/event-feed.ts';
import { createFeed } from '../pages/feed.ts';
import { createPublisher, type PublisherOptions } from '../publishing/publisher.ts';
import type { ServerOptions } from '../server-options.ts';
import type { Access } from '../tokens/access.ts';
import { observedDatabases } from '../usage/observed-databases.ts';
import { auditRoutes } from './audit/audit-routes.ts';
import { clientRoutes } from './client/client-routes.ts';
import { comparisonRoutes } from './comparison/comparison-routes.ts';
import { workingSchemaRoutes } from './comparison/working-schema-routes.ts';
import { consoleRoutes } from './console/console-routes.ts';
import { consumerRoutes } from './consumers/consumer-routes.ts';
import { environmentRoutes } from './environments/environment-routes.ts';
import { eventRoutes } from './events/event-routes.ts';
import { migrationRoutes } from './migrations/migration-routes.ts';
import { npmExchangeRoute } from './npm/npm-exchange-route.ts';
import { npmLoginRoutes } from './npm/npm-login-routes.ts';
import { npmRoutes } from './npm/npm-routes.ts';
import { pageRoutes } from './pages/page-routes.ts';
import { publishingRoutes } from './publishing/publishing-routes.ts';
import { tagRoutes } from './publishing/tag-routes.ts';
import { ownPythonPrefix } from './pypi/project-files.ts';
import { pypiRoutes } from './pypi/pypi-routes.ts';
import { rolloutRoutes } from './rollouts/rollout-routes.ts';
import { runRoutes } from './runs/run-routes.ts';
import { diagramRoutes } from './schema/diagram-routes.ts';
import { schemaRoutes } from './schema/schema-routes.ts';
import { serviceRoutes } from './service/service-routes.ts';
import { tokenRoutes } from './tokens/token-routes.ts';
import { versionRoutes } from './versions/version-routes.ts';
import { webhookRoutes } from './webhooks/webhook-routes.ts';

/** All routes, each with what it works on: REST by resource, npm's and PyPI's protocols below their prefixes. */
export function registerRoutes(
  server: FastifyInstance,
  options: ServerOptions,
  access: Access,
): void {
  const { stores, signals, pypiUpstream } = options;
  const { catalog, blobs, tokens, audit, downloads, rollouts } = stores;

  const files = consoleFiles();
  server.register(serviceRoutes, { catalog, files });
  server.register(consoleRoutes, { files });
  server.register(pageRoutes, { feed: createFeed(catalog) });

  const comparison = createVersionComparison(catalog);
  server.register(versionRoutes, { catalog });
  server.register(schemaRoutes, { catalog, comparison });
  const diagrams = createDiagrams(stores.diagrams, comparison);
  server.register(diagramRoutes, { catalog, diagrams });
  server.register(comparisonRoutes, { catalog, blobs, comparison });
  const working = createWorkingSchemas(stores.workingSchemas, catalog, comparison);
  server.register(workingSchemaRoutes, { catalog, working });
  server.register(clientRoutes, { catalog, blobs });
  server.register(migrationRoutes, { catalog, comparison });

  const publisher = createPublisher({
    ...publisherOptions(options),
    // What cannot be laid out now is laid out when somebody asks for it.
    onPublished: (version) =>
      void diagrams.of(version, 'fields').catch((error: unknown) => {
        server.log.warn({ err: error, version }, 'The diagram of a version was not laid out.');
      }),
  });
  const ownPrefix = ownPythonPrefix(options);
  const index = { catalog, blobs, publisher, upstream: pypiUpstream, ownPrefix };
  server.register(publishingRoutes, { publisher });
  server.register(tagRoutes, { catalog });
  server.register(npmRoutes, { catalog, blobs, publisher, prefix: '/npm' });
  server.register(npmLoginRoutes, { tokens, ...access, prefix: '/npm' });
  server.register(npmExchangeRoute, { tokens, ...access });
  server.register(pypiRoutes, { ...index, prefix: '/pypi' });

  const { environments = new Map(), runSignals } = options;
  const { enqueue = async () => {}, enqueueRollout = async () => {} } = options;
  const sourceFor = createCatalogSource(catalog, comparison);
  const starter = { runs: stores.runs, environments, sourceFor, enqueue };
  server.register(environmentRoutes, { ...starter, audit });
  server.register(runRoutes, { ...starter, ...(runSignals ? { signals: runSignals } : {}) });
  server.register(rolloutRoutes, { rollouts, catalog, environments, enqueueRollout });

  const feed = createEventFeed(stores.events, signals);
  const { secrets, policy = {} } = options.webhooks ?? {};
  const { usage, databases = observedDatabases(environments, sourceFor) } = options;
  server.register(eventRoutes, { events: stores.events, feed });
  server.register(webhookRoutes, { ...stores, secrets, policy });
  server.register(consumerRoutes, { downloads, usage, comparison, databases });

  server.register(tokenRoutes, { tokens, ...access });
  server.register(auditRoutes, { audit });
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
