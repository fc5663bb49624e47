import type { MigrationGoal } from '@schema-service/migrator';

/** Up, to a version or as far as it goes. */
export function upGoal({ to }: { readonly to?: string }): MigrationGoal {
  return { direction: 'up', ...(to === undefined ? {} : { to }) };
}
