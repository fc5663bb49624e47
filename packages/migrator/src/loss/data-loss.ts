/**
 * What a down would remove, counted on the live data: a table's rows, or a
 * column's values that are not null; or a statement of which nobody can tell.
 */
export type DataLoss = { readonly migration: string } & (
  | { readonly kind: 'table'; readonly table: string; readonly count: number }
  | {
      readonly kind: 'column';
      readonly table: string;
      readonly column: string;
      readonly count: number;
    }
  | {
      readonly kind: 'statement';
      readonly path: string;
      /** From 1. */
      readonly line: number;
      /** Its beginning. */
      readonly statement: string;
    }
);

/** `1204 rows of reviews`, `17 values of products.company_id`, `what UPDATE products SET ... (1.1.0/002_name/down.sql:3) does, which cannot be counted` */
export function describeDataLoss(loss: DataLoss): string {
  switch (loss.kind) {
    case 'table':
      return `${loss.count} ${loss.count === 1 ? 'row' : 'rows'} of ${loss.table}`;
    case 'column':
      return `${loss.count} ${loss.count === 1 ? 'value' : 'values'} of ${loss.table}.${loss.column}`;
    case 'statement':
      return `what ${loss.statement} (${loss.path}:${loss.line}) does, which cannot be counted`;
  }
}
