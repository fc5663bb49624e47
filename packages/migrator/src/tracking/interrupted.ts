import type { MigrationFailure } from './migration-failure.ts';

/** How a run is recorded whose process or connection died before it could say so itself. */
export const INTERRUPTED: MigrationFailure = {
  code: 'MIGRATION_INTERRUPTED',
  message:
    'The migrator or its connection ended before the migration did. PostgreSQL rolled its transaction back; of a script without one, the recorded statements are done.',
};
