import type { SchemaModel } from '@schema-service/schema-model';
import type { Call } from './call.ts';
import type { ExistingRows } from './existing-rows.ts';
import { planColumns } from './plan-columns.ts';
import { planReads } from './plan-reads.ts';
import { planRowWrites } from './plan-row-writes.ts';
import { planWrites } from './plan-writes.ts';

/** All calls that are made on the rows that there are, by what they are about. */
export const planAll = (
  schema: SchemaModel,
  existing: ExistingRows,
): readonly (readonly [title: string, calls: readonly Call[]])[] => [
  ['columns: filter, order, page', planColumns(schema, existing)],
  ['rows: create, update, delete', planRowWrites(schema, existing)],
  ['relations: load, filter, order', planReads(schema, existing)],
  ['relations: nested writes', planWrites(schema, existing)],
];
