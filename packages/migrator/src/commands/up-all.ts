import { isSchemaServiceError, type SchemaServiceErrorData } from '@schema-service/errors';
import type { MigrationEvent } from '../apply/migration-event.ts';
import { loadMigrations } from './load-migrations.ts';
import type { MigrateOptions } from './migrate-options.ts';
import type { MigrationResult } from './migration-result.ts';
import { up } from './up.ts';

/** A database under the name that people know it by. */
export interface Environment {
  readonly name: string;
  /** Its connection string. */
  readonly connection: string;
}

/** How to move several databases. */
export interface UpAllOptions extends Omit<MigrateOptions, 'connection' | 'onEvent'> {
  readonly environments: readonly Environment[];
  /** A version among the files; the highest when left out. */
  readonly to?: string;
  /** How many at once. Default 4. */
  readonly concurrency?: number;
  /** Whether to begin further databases after one failed. Default false: those on their way end, the rest is left as it is. */
  readonly keepGoing?: boolean;
  readonly onEvent?: (environment: string, event: MigrationEvent) => void;
}

/** How it ended for one database. */
export type EnvironmentOutcome = { readonly environment: string; readonly durationMs: number } & (
  | { readonly kind: 'moved'; readonly result: MigrationResult }
  | { readonly kind: 'failed'; readonly error: SchemaServiceErrorData }
  | { readonly kind: 'notStarted' }
);

/**
 * Moves a list of databases up, a few at a time, in the order of the list. A
 * failure of one is part of the outcome and does not throw.
 *
 * @throws SchemaServiceError for files that cannot be read; a bug as it is
 */
export async function upAll(options: UpAllOptions): Promise<readonly EnvironmentOutcome[]> {
  const { environments, concurrency = 4, keepGoing = false } = options;
  // Once before anything begins; each run reads them again, and the snapshots beside them.
  await loadMigrations(options.migrations);
  const outcomes = environments.map(({ name }): EnvironmentOutcome => {
    return { kind: 'notStarted', environment: name, durationMs: 0 };
  });
  const waiting = [...environments.entries()];
  let isStopped = false;
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next && !isStopped; next = waiting.shift()) {
      const [index, environment] = next;
      const outcome = await moveOne(options, environment);
      outcomes[index] = outcome;
      if (outcome.kind === 'failed' && !keepGoing) isStopped = true;
    }
  };
  await Promise.all(Array.from({ length: Math.max(1, concurrency) }, work));
  return outcomes;
}

async function moveOne(
  { onEvent, environments: _, ...options }: UpAllOptions,
  { name, connection }: Environment,
): Promise<EnvironmentOutcome> {
  const began = performance.now();
  const ended = () => ({ environment: name, durationMs: performance.now() - began });
  try {
    const listen = (event: MigrationEvent): void => onEvent?.(name, event);
    const result = await up({ ...options, connection, onEvent: listen });
    return { kind: 'moved', result, ...ended() };
  } catch (error) {
    if (!isSchemaServiceError(error)) throw error;
    return { kind: 'failed', error: error.toJSON(), ...ended() };
  }
}
