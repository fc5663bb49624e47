import { setTimeout as pause } from 'node:timers/promises';
import { startPgbouncer } from '@schema-service/local-postgres';
import { disagreements } from './agreements.ts';
import { connect, createServiceRole } from './database.ts';
import { derivedMigrations } from './derived-migrations.ts';
import { createFleet, type Tally } from './fleet.ts';
import { readVersion } from './releases.ts';
import type { Language } from './start-service.ts';
import { type Step, stepText } from './step.ts';
import { beginWalk } from './walk.ts';

export interface HammerOptions {
  /** Of an empty database; its user may create roles. */
  readonly connectionString: string;
  /** Those of the releases; the database is at the first one as it begins. */
  readonly versions: readonly string[];
  readonly steps: readonly Step[];
  /** A service of each version in each of them. */
  readonly languages: Readonly<Record<string, Language>>;
  /** For how long services go on between the steps, all together. */
  readonly seconds: number;
  readonly seed: number;
  /** Of the table that is written most. */
  readonly rows: number;
  /** The program of a pgbouncer, through which services go then: in transaction mode, by fewer sessions than services. */
  readonly pgbouncer?: string;
  readonly onStep?: (step: string) => void;
  /** Told every second. */
  readonly onProgress?: (tally: Tally) => void;
}

export interface HammerReport extends Omit<Tally, 'services'> {
  readonly kind: 'hammerReport';
  readonly seed: number;
  readonly steps: readonly StepReport[];
  /** How often the migrator was killed. */
  readonly kills: number;
  /** Each of them is a fault. */
  readonly failures: readonly string[];
}

export interface StepReport {
  readonly step: string;
  /** How long the step took, without what services did by themselves behind it. */
  readonly ms: number;
  /** Of the operations of services meanwhile and behind it, in milliseconds. */
  readonly slowest: number;
  /** How often the migrator did not get a lock, let go and tried again. */
  readonly retries: number;
}

/** More than these say nothing new. */
const MOST_FAILURES = 30;

/** Sessions of the pool. */
const POOLED = 2;

/** Leads a database from version to version while services write, and says what went wrong for them. */
export async function hammer(options: HammerOptions): Promise<HammerReport> {
  const { connectionString, versions, steps, languages, seconds, seed, rows, pgbouncer } = options;
  const [first = '', ...later] = versions;
  const failures = new Set<string>();
  let now = 'begin';
  const onFault = (message: string): void => {
    if (failures.size < MOST_FAILURES) failures.add(`${now}: ${message}`);
  };
  using folder = await derivedMigrations([readVersion(first), ...later.map(readVersion)]);
  await using cleanup = new AsyncDisposableStack();
  const client = await connect(connectionString);
  cleanup.defer(() => client.end());
  const role = cleanup.use(await createServiceRole(client, connectionString));
  const services =
    pgbouncer === undefined
      ? role
      : cleanup.use(await startPgbouncer(pgbouncer, role.connectionString, 'transaction', POOLED));
  const fleet = createFleet({
    ...{ languages, seed, onFault },
    connectionString:
      services.connectionString + (pgbouncer === undefined ? '' : '?pgbouncer=true'),
    // Not every pgbouncer knows which session has prepared what.
    prepares: pgbouncer === undefined,
  });
  const walk = await beginWalk({
    ...{ connectionString, client, role, fleet, rows, onFault },
    folder: folder.path,
    version: first,
  });
  const reports: StepReport[] = [];
  const timer = setInterval(() => options.onProgress?.(fleet.tally()), 1000);
  try {
    for (const step of steps) {
      now = stepText(step);
      options.onStep?.(now);
      const began = performance.now();
      await walk.take(step);
      const ms = performance.now() - began;
      await pause((seconds * 1000) / steps.length);
      for (const found of await disagreements(client, walk.open())) onFault(found);
      const [slowest, retries] = [fleet.takeSlowest(), walk.takeRetries()];
      reports.push({ step: now, ms, slowest, retries });
    }
    now = 'end';
  } catch (error) {
    onFault(String(error));
  } finally {
    clearInterval(timer);
    await walk.end();
  }
  const { services: _, ...tally } = fleet.tally();
  return {
    ...{ kind: 'hammerReport', seed, steps: reports, ...tally },
    ...{ kills: walk.kills(), failures: [...failures] },
  };
}
