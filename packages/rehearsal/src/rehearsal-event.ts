import type { MigrationEvent } from '@schema-service/migrator';
import type { RehearsalStep, RehearsalStepName } from './rehearsal-report.ts';

/** What happens during a rehearsal, as it happens. */
export type RehearsalEvent =
  | { readonly kind: 'stepStarted'; readonly name: RehearsalStepName }
  | {
      readonly kind: 'migrationEvent';
      readonly name: RehearsalStepName;
      readonly event: MigrationEvent;
    }
  | { readonly kind: 'stepEnded'; readonly step: RehearsalStep };
