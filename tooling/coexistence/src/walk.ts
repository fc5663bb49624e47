import { createThrowawayDatabase } from '@schema-service/local-postgres';
import type pg from 'pg';
import { counted, insertRows, type ServiceRole } from './database.ts';
import type { Fleet } from './fleet.ts';
import { type MigratorOptions, type MigratorRun, runMigrator } from './run-migrator.ts';
import type { Step } from './step.ts';

/** A database on its way from version to version, and the services that use it. */
export interface Walk {
  /** What has to be so behind the step, or is a fault, is told; throws where it cannot go on. */
  readonly take: (step: Step) => Promise<void>;
  /** Ends all services, and holds what they counted against what is there. */
  readonly end: () => Promise<void>;
  /** The versions that services may use. */
  readonly open: () => readonly string[];
  /** How often the migrator was killed. */
  readonly kills: () => number;
  /** How often it did not get a lock and tried again, since this was asked last. */
  readonly takeRetries: () => number;
}

export interface WalkOptions {
  readonly connectionString: string;
  /** Of the migrations. */
  readonly folder: string;
  readonly client: pg.Client;
  readonly role: ServiceRole;
  readonly fleet: Fleet;
  /** Where it begins. */
  readonly version: string;
  readonly rows: number;
  readonly onFault: (message: string) => void;
}

/** In the middle of a fill, where some rows are done and others are not. */
const BATCHES_BEFORE_KILL = 2;

/** Makes the database of the first version, with rows. */
export async function beginWalk(options: WalkOptions): Promise<Walk> {
  const { connectionString, folder, client, role, fleet, version: first, rows, onFault } = options;
  const open = new Set<string>();
  let kills = 0;
  let retries = 0;

  await reach(first, 0);
  await insertRows(client, first, rows);
  const begun = await counted(client, first);
  return {
    take,
    end: async () => {
      await stopAll();
      await compareCounts();
    },
    open: () => [...open],
    kills: () => kills,
    takeRetries: () => {
      const found = retries;
      retries = 0;
      return found;
    },
  };

  async function take(step: Step): Promise<void> {
    switch (step.kind) {
      case 'start':
        return fleet.start(step.version);
      case 'move':
        await fleet.stop(step.from);
        return fleet.start(step.to);
      case 'up':
        return reach(step.version, step.kills);
      case 'abandon':
        open.delete(step.version);
        return succeed(['abandon', step.version, '--allow-data-loss']);
      case 'refuse contract':
        return beRefused(
          ['contract', step.version],
          ['MIGRATION_VERSION_IN_USE', ...fleet.names(step.version)],
        );
      case 'contract':
        open.delete(step.version);
        await succeed(['contract', step.version, '--quiet', '1ms']);
        return open.size === 1 ? compareWithNew() : undefined;
      case 'count': {
        const running = await stopAll();
        await compareCounts();
        for (const version of running) await fleet.start(version);
        return;
      }
    }
  }

  async function reach(version: string, killed: number): Promise<void> {
    for (let left = killed; left > 0; left--) {
      const { code } = await migrate(['up', '--to', version], {
        killAfterBatches: BATCHES_BEFORE_KILL,
      });
      if (code === null) kills += 1;
      else onFault(`the migrator ended with ${code} before it was killed: give it more rows`);
    }
    await succeed(['up', '--to', version]);
    await role.letInto(version);
    open.add(version);
  }

  async function migrate(
    args: readonly string[],
    other?: Partial<MigratorOptions>,
  ): Promise<MigratorRun> {
    const run = await runMigrator({ args, folder, connectionString, ...other });
    retries += run.retries;
    return run;
  }

  async function succeed(args: readonly string[], other?: Partial<MigratorOptions>): Promise<void> {
    const { code, output } = await migrate(args, other);
    if (code === 0) return;
    throw new Error(`schema-migrator ${args.join(' ')} ended with ${code}\n${output}`);
  }

  /** Each of the texts is said. */
  async function beRefused(args: readonly string[], texts: readonly string[]): Promise<void> {
    const { code, output } = await migrate(args);
    const missing = texts.filter((text) => !output.includes(text));
    if (code === 0 || missing.length > 0) {
      onFault(`it ended with ${code}, without ${missing.join(', ') || 'a refusal'}: ${output}`);
    }
  }

  /** Behind the last contract the database is what a new one of its version is. */
  async function compareWithNew(): Promise<void> {
    await using fresh = await createThrowawayDatabase(connectionString, 'fresh');
    const { connectionString: other } = fresh;
    await succeed(['up'], { connectionString: other });
    await succeed(['snapshot'], { connectionString: other });
    const { code, output } = await migrate(['verify']);
    if (code !== 0) onFault(`it is not what a new database is\n${output}`);
  }

  async function stopAll(): Promise<readonly string[]> {
    const running = fleet.versions();
    for (const version of running) await fleet.stop(version);
    return running;
  }

  async function compareCounts(): Promise<void> {
    const wanted = begun + BigInt(fleet.tally().counts);
    for (const version of open) {
      const found = await counted(client, version);
      if (found !== wanted) onFault(`${version} has ${found}, and ${wanted} were counted`);
    }
  }
}
