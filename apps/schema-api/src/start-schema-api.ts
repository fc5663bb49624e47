import { createEventSignals, createStores, ensureCatalogSchema } from '@schema-service/catalog';
import { readDatabaseUrl } from '@schema-service/database-url';
import { up } from '@schema-service/migrator';
import type { FastifyBaseLogger } from 'fastify';
import pg from 'pg';
import { openArtifactStore } from './artifact-store/open-artifact-store.ts';
import { buildServer } from './build-server.ts';
import type { Config } from './config/config.ts';
import { readEnvironmentsFile } from './environments/environment-config.ts';
import { closeGracefully } from './http/close-gracefully.ts';
import { limitsOf } from './http/connection-limits.ts';
import { listen } from './http/listen.ts';
import { loggerOptions } from './logging/logging.ts';
import { MeasuredClient } from './telemetry/measured-client.ts';
import { observeCatalog } from './telemetry/observe-catalog.ts';
import { isTelemetryWanted, startOpenTelemetry } from './telemetry/open-telemetry.ts';
import { useTelemetry } from './telemetry/telemetry.ts';
import { accessOf } from './tokens/access.ts';
import { adoptAdmin, showFirstAdmin } from './tokens/first-token.ts';
import { createUsage } from './usage/count-downloads.ts';
import { deliverWebhooks } from './webhooks/deliver-webhooks.ts';
import { createWebhookSecrets } from './webhooks/webhook-secrets.ts';
import { openRunSignals, openWorkplace, type Workplace } from './worker/open-workplace.ts';

export interface RunningSchemaApi {
  /** Where it listens, without a slash at the end. */
  readonly url: string;
  readonly log: FastifyBaseLogger;
  /** Says that it is not ready, answers what is asked, takes nothing more, and lets the database go. */
  close(): Promise<void>;
}

/**
 * The whole service: the catalog's tables (made where they are missing), and the
 * server on its port. Throws `CATALOG_TOO_NEW`, `PORT_IN_USE`, what is wrong with what is
 * optional, or what the migrator says of a database that it cannot move; either way
 * nothing stays open.
 */
export async function startSchemaApi(config: Config): Promise<RunningSchemaApi> {
  const { environmentsFile } = config;
  const environments = environmentsFile ? readEnvironmentsFile(environmentsFile) : new Map();
  const database = {
    connectionTimeoutMillis: 3_000,
    query_timeout: 30_000,
    application_name: 'schema-api',
    ...readDatabaseUrl(config.databaseUrl).config,
  };
  const pool = new pg.Pool({
    ...(isTelemetryWanted(config) ? { Client: MeasuredClient } : {}),
    ...database,
  });
  // Before anything that would have to be closed.
  const blobs = await openArtifactStore(config.artifactStore, pool);
  const telemetry = await startOpenTelemetry(config);
  useTelemetry(telemetry?.backend);
  const stores = createStores(pool, blobs);
  const signals = createEventSignals(async () => {
    const client = new pg.Client(database);
    // A session that is ended as it begins: who listens hears of its end.
    client.on('error', () => undefined);
    await client.connect();
    return client;
  });
  const { webhookKey, webhookAllowHttp: allowHttp = false, webhookAllowedAddresses = [] } = config;
  const policy = { allowHttp, allowedAddresses: webhookAllowedAddresses };
  const secrets = webhookKey && createWebhookSecrets(webhookKey);
  const usage = createUsage(stores.downloads);
  const runSignals = openRunSignals(config.databaseUrl);
  let workplace: Workplace | undefined;
  const server = buildServer({
    ...config,
    stores,
    signals,
    usage,
    access: accessOf(config),
    webhooks: { policy, ...(secrets && { secrets }) },
    limits: limitsOf(config),
    environments,
    runSignals,
    enqueue: async (client, run) => workplace?.queue.enqueue(client, run),
    enqueueRollout: async (...job) => workplace?.queue.enqueueRollout(...job),
    logger: loggerOptions(config.logLevel),
  });
  // The pool replaces a connection that breaks while it is idle; unheard, the event would end the process.
  pool.on('error', (error) => server.log.warn({ err: error }, 'Lost a database connection.'));
  server.addHook('onClose', async () => {
    await workplace?.[Symbol.asyncDispose]();
    await runSignals[Symbol.asyncDispose]();
    await signals[Symbol.asyncDispose]();
    await usage[Symbol.asyncDispose]();
    await pool.end();
    await telemetry?.stop();
  });
  observeCatalog(stores);
  try {
    await ensureCatalogSchema(config.databaseUrl, up);
    if (secrets) {
      const sender = deliverWebhooks({ ...stores, secrets, policy, signals, log: server.log });
      server.addHook('preClose', () => sender[Symbol.asyncDispose]());
    }
    const isWorker = config.worker === 'inline';
    workplace = await openWorkplace(config, { pool, environments, log: server.log, isWorker });
    const { adminToken } = config;
    if (adminToken !== undefined) await adoptAdmin(stores.tokens, adminToken, server.log);
    const url = await listen(server, config);
    if (adminToken === undefined) await showFirstAdmin(stores.tokens);
    return { url, log: server.log, close: () => closeGracefully(server, config) };
  } catch (error) {
    await server.close();
    throw error;
  }
}
