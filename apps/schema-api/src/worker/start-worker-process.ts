import { createStores, ensureCatalogSchema } from '@schema-service/catalog';
import { readDatabaseUrl } from '@schema-service/database-url';
import { up } from '@schema-service/migrator';
import { type FastifyBaseLogger, fastify } from 'fastify';
import pg from 'pg';
import type { Config } from '../config/config.ts';
import { readEnvironmentsFile } from '../environments/environment-config.ts';
import { loggerOptions } from '../logging/logging.ts';
import { MeasuredClient } from '../telemetry/measured-client.ts';
import { observeCatalog } from '../telemetry/observe-catalog.ts';
import { startOpenTelemetry } from '../telemetry/open-telemetry.ts';
import { useTelemetry } from '../telemetry/telemetry.ts';
import { openWorkplace } from './open-workplace.ts';

export interface RunningWorker {
  readonly log: FastifyBaseLogger;
  /** Lets the statements under way come to their ends, and hands back what is left. */
  close(): Promise<void>;
}

/** `schema-api worker`: does runs, and answers nothing. */
export async function startWorkerProcess(config: Config): Promise<RunningWorker> {
  const { databaseUrl, environmentsFile } = config;
  const environments = environmentsFile ? readEnvironmentsFile(environmentsFile) : new Map();
  // For its logger alone: that of the API.
  const { log } = fastify({ logger: loggerOptions(config.logLevel) });
  const telemetry = await startOpenTelemetry(config);
  useTelemetry(telemetry?.backend);
  const pool = new pg.Pool({
    ...(telemetry ? { Client: MeasuredClient } : {}),
    connectionTimeoutMillis: 5_000,
    query_timeout: 30_000,
    application_name: 'schema-api worker',
    ...readDatabaseUrl(databaseUrl).config,
  });
  pool.on('error', (error) => log.warn({ err: error }, 'Lost a database connection.'));
  try {
    await ensureCatalogSchema(databaseUrl, up);
    const workplace = await openWorkplace(config, { pool, environments, log, isWorker: true });
    const close = async (): Promise<void> => {
      await workplace[Symbol.asyncDispose]();
      await pool.end();
      await telemetry?.stop();
    };
    observeCatalog(createStores(pool));
    return { log, close };
  } catch (error) {
    await pool.end();
    await telemetry?.stop();
    throw error;
  }
}
