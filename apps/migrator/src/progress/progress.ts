import type { EnvironmentOutcome, MigrationEvent } from '@schema-service/migrator';

/** Shows what happens, as it happens, until it is disposed of. */
export interface Progress extends Disposable {
  readonly show: (event: MigrationEvent) => void;
}

/** Shows what happens to several databases, by their names, until it is disposed of. */
export interface RolloutDisplay extends Disposable {
  readonly begin: (name: string) => void;
  readonly show: (name: string, event: MigrationEvent) => void;
  readonly end: (outcome: EnvironmentOutcome) => void;
}
