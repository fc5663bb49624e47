import { isSchemaServiceError, type SchemaServiceErrorData } from '@schema-service/errors';
import type { SchemaNames } from '../catalog/rename-schemas.ts';
import type { DriftOptions } from '../commands/migrate-options.ts';

const AT_ONCE = 4;

/** A database under the name that people know it by. */
export interface Environment {
  readonly name: string;
  /** Its connection string. */
  readonly connection: string;
  /** Groups that it belongs to, for a rollout in stages. */
  readonly groups?: readonly string[];
  /** Where its history lies, unless the command says so. */
  readonly ledgerSchema?: string;
  /** Objects of this database that are not ours, besides those of the command. */
  readonly exclude?: readonly string[];
  /** Whether owners, grants and default privileges are compared here. */
  readonly rights?: boolean;
  /** PostgreSQL schemas that have names of their own here. */
  readonly schemas?: SchemaNames;
  /** Whether a run goes on where the structure differs, unless the command says so. */
  readonly allowDrift?: boolean;
}

interface PerEnvironment extends Pick<DriftOptions, 'exclude' | 'rights' | 'allowDrift'> {
  readonly ledgerSchema?: string;
}

/** The options of a command for one of its environments. */
export function optionsFor(
  { connection, ledgerSchema, exclude = [], schemas, ...own }: Environment,
  given: PerEnvironment,
): PerEnvironment & Pick<DriftOptions, 'schemas'> & { readonly connection: string } {
  const ledger = given.ledgerSchema ?? ledgerSchema;
  const rights = given.rights ?? own.rights;
  const allowDrift = given.allowDrift ?? own.allowDrift;
  return {
    connection,
    ...(ledger === undefined ? {} : { ledgerSchema: ledger }),
    exclude: [...(given.exclude ?? []), ...exclude],
    ...(rights === undefined ? {} : { rights }),
    ...(schemas === undefined ? {} : { schemas }),
    ...(allowDrift === undefined ? {} : { allowDrift }),
  };
}

/** How it ended for one database: what was done, or why it was not. */
export type OutcomeFor<Done> = { readonly environment: string; readonly durationMs: number } & (
  | Done
  | { readonly kind: 'failed'; readonly error: SchemaServiceErrorData }
  | { readonly kind: 'notStarted' }
);

export interface EachOptions<Done> {
  /** How many at once. Default 4. */
  readonly concurrency?: number;
  /** Whether to begin further ones after one has failed. Default false: those on their way end, the rest is left as it is. */
  readonly keepGoing?: boolean;
  readonly onBegin?: (environment: string) => void;
  /** Told of each as soon as it is known, of those that are not to begin too. */
  readonly onEnd?: (outcome: OutcomeFor<Done>) => void;
}

/**
 * Does something with each database, a few at a time, in the order of the list.
 * What is refused for one is part of the outcome and does not throw.
 */
export async function eachEnvironment<Done extends { readonly kind: string }>(
  environments: readonly Environment[],
  { concurrency = AT_ONCE, keepGoing = false, onBegin, onEnd }: EachOptions<Done>,
  run: (environment: Environment) => Promise<Done>,
): Promise<readonly OutcomeFor<Done>[]> {
  const outcomes: OutcomeFor<Done>[] = [];
  const waiting = [...environments.entries()];
  const end = (index: number, outcome: OutcomeFor<Done>): void => {
    outcomes[index] = outcome;
    onEnd?.(outcome);
  };
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const [index, environment] = next;
      onBegin?.(environment.name);
      const outcome = await outcomeOf(environment, run);
      end(index, outcome);
      if (outcome.kind !== 'failed' || keepGoing) continue;
      for (const [left, { name }] of waiting.splice(0)) {
        end(left, { kind: 'notStarted', environment: name, durationMs: 0 });
      }
    }
  };
  await Promise.all(Array.from({ length: Math.max(1, concurrency) }, work));
  return outcomes;
}

async function outcomeOf<Done>(
  environment: Environment,
  run: (environment: Environment) => Promise<Done>,
): Promise<OutcomeFor<Done>> {
  const began = performance.now();
  const ended = () => ({ environment: environment.name, durationMs: performance.now() - began });
  try {
    return { ...(await run(environment)), ...ended() };
  } catch (error) {
    if (!isSchemaServiceError(error)) throw error;
    return { kind: 'failed', error: error.toJSON(), ...ended() };
  }
}
