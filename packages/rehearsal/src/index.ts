export { type CheckedData, checkData, type DataQuestion } from './check-data.ts';
export { type FillOptions, fillTables } from './fill/fill-tables.ts';
export type { RehearsalEvent, RehearsalOptions } from './rehearsal-options.ts';
export type {
  ColumnComparison,
  FilledTable,
  RehearsalReport,
  RehearsalStep,
  RehearsalStepName,
  TableComparison,
} from './rehearsal-report.ts';
export { readRows } from './rows/read-rows.ts';
export type { RowColumn, TableRows, ValueShape } from './rows/table-rows.ts';
export { type CompareOptions, compareWithSchema } from './structure/compare-with-schema.ts';
export { testMigrations } from './test-migrations.ts';
