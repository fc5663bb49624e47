import type { Model, SchemaModel } from '@schema-service/schema-model';
import type { Dependent } from './dependent.ts';
import type { Operation } from './operation.ts';

/** What the steps of one direction depend on. */
export interface PlanContext {
  readonly from: SchemaModel;
  readonly to: SchemaModel;
  readonly operations: readonly Operation[];
  /** Tables that may have rows. */
  readonly existing: ReadonlyMap<string, Model | null>;
  readonly becoming: ReadonlyMap<string, Model | null>;
  /** `"table"."column"` of columns that are dropped and made again with another type. */
  readonly retyped: ReadonlySet<string>;
  /** Whether it undoes a change: then a person decides when it runs, and not in the file. */
  readonly isDown: boolean;
  readonly dependents: readonly Dependent[];
}
