import { keyOfParts, partsOfKey } from '@schema-service/postgres-sql';
import type { TypeName } from 'libpg-query';
import type { RelationName } from '../sql/relation-name.ts';

/** What is known of a column. */
export interface ColumnState {
  /** Unknown where an older version made it and nobody told. */
  readonly type?: TypeName;
  /** Whether this version made it, so that no client uses it yet. */
  readonly isNew: boolean;
}

/** A constraint that this version added. */
export interface ConstraintState {
  readonly isForeignKey: boolean;
  /** The column that it proves to have no nulls, once it is validated. */
  readonly notNullColumn?: string;
  readonly validated: boolean;
  /** The {@link Transaction.id} in which it was added. */
  readonly transaction: number;
}

/** What is known of a table, or of a view. */
export interface TableState {
  /** Whether this version made it: it is empty, and nobody uses it yet. */
  readonly isNew: boolean;
  readonly columns: Map<string, ColumnState>;
  readonly constraints: Map<string, ConstraintState>;
  /** The columns of its primary key, where that is known. */
  readonly key?: readonly string[];
}

/** The database between two statements, as far as the version's own SQL tells. Tables that it does not know exist. */
export interface DatabaseState {
  /** The schema of a name without one. */
  defaultSchema: string;
  readonly tables: Map<string, TableState>;
  /** Indexes that this version made, with the key of their table. */
  readonly indexes: Map<string, string>;
  /** Types and domains that this version made. */
  readonly types: Set<string>;
  readonly schemas: Set<string>;
}

export function createDatabaseState(): DatabaseState {
  return {
    defaultSchema: 'public',
    tables: new Map(),
    indexes: new Map(),
    types: new Set(),
    schemas: new Set(),
  };
}

/** The one spelling under which a thing is kept: `carts` and `public.carts` are the same. */
export function keyOf(database: DatabaseState, { schema, name }: RelationName): string {
  return keyOfParts(schema ?? database.defaultSchema, name);
}

/** What is known of a table; one that nothing is known of is an older version's. */
export function tableOf(database: DatabaseState, name: RelationName): TableState {
  const key = keyOf(database, name);
  const known = database.tables.get(key) ?? emptyTable(false);
  database.tables.set(key, known);
  return known;
}

export const emptyTable = (isNew: boolean): TableState => ({
  isNew,
  columns: new Map(),
  constraints: new Map(),
});

export const newColumn = (type: TypeName | undefined): ColumnState =>
  type ? { type, isNew: true } : { isNew: true };

/** Whether older clients may use it: it is neither new, nor a column of something new. */
export function isColumnInUse(
  database: DatabaseState,
  table: RelationName,
  column: string,
): boolean {
  const state = tableOf(database, table);
  return !state.isNew && !state.columns.get(column)?.isNew;
}

/** The name of an index's table, where this version made the index. */
export function tableOfIndex(
  database: DatabaseState,
  index: RelationName,
): RelationName | undefined {
  const key = database.indexes.get(keyOf(database, index));
  if (key === undefined) return undefined;
  const [schema, name] = partsOfKey(key);
  return schema === database.defaultSchema ? { name } : { schema, name };
}

/** Whether the index stands on a table that older versions made, as far as is known. */
export function isIndexInUse(database: DatabaseState, index: RelationName): boolean {
  const table = tableOfIndex(database, index);
  return table === undefined || !tableOf(database, table).isNew;
}

/**
 * Whether a validated constraint lets PostgreSQL see without a scan that a column has no nulls (PostgreSQL 12).
 *
 * @param dropped what the same `ALTER TABLE` drops, which PostgreSQL does first
 */
export function provesNotNull(
  table: TableState,
  column: string,
  dropped: readonly string[],
): boolean {
  return [...table.constraints].some(
    ([name, { notNullColumn, validated }]) =>
      notNullColumn === column && validated && !dropped.includes(name),
  );
}
