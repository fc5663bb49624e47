import type { TableState } from './database-state.ts';

/** Whether a validated constraint lets PostgreSQL see without a scan that a column has no nulls (PostgreSQL 12). */
export function provesNotNull(table: TableState, column: string): boolean {
  return [...table.constraints.values()].some(
    ({ notNullColumn, validated }) => notNullColumn === column && validated,
  );
}
