import type { Removal } from '../plan/script-removals.ts';

/** What a down would remove, counted on the live data: a table's rows, or a column's values that are not null. */
export type DataLoss = Removal & {
  readonly migration: string;
  readonly count: number;
};

/** `1204 rows of reviews`, `17 values of products.company_id` */
export function describeDataLoss(loss: DataLoss): string {
  return loss.kind === 'table'
    ? `${loss.count} ${loss.count === 1 ? 'row' : 'rows'} of ${loss.table}`
    : `${loss.count} ${loss.count === 1 ? 'value' : 'values'} of ${loss.table}.${loss.column}`;
}
