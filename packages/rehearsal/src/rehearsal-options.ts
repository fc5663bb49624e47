import type { MigrationEvent } from '@schema-service/migrator';
import type { SchemaModel } from '@schema-service/schema-model';
import type { RehearsalStep, RehearsalStepName } from './rehearsal-report.ts';

/** Which migrations to try, and where. */
export interface RehearsalOptions {
  /** The repository: the folder of `schema/` and `migrations/`. */
  readonly root: string;
  /** The version to try. Default: the one in work, the highest above the last frozen. */
  readonly version?: string;
  /** The working schema, where it was read already. Default: it is read from `root`. */
  readonly working?: SchemaModel;
  /** A server on which the user may create databases. Default: one of our own, for this rehearsal only. */
  readonly serverUrl?: string;
  /** Told what happens, as it happens. */
  readonly onEvent?: (event: RehearsalEvent) => void;
}

/** What happens during a rehearsal, as it happens. */
export type RehearsalEvent =
  | { readonly kind: 'stepStarted'; readonly name: RehearsalStepName }
  | {
      readonly kind: 'migrationEvent';
      readonly name: RehearsalStepName;
      readonly event: MigrationEvent;
    }
  | { readonly kind: 'stepEnded'; readonly step: RehearsalStep };
