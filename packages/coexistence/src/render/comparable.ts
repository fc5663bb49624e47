import { databaseOf, type Name } from '@schema-service/migration-draft';
import { isSameTable, type Layout } from '../layout.ts';

/** A value of a column, in a form that can be compared. */
export type Comparable = (table: Name, column: string, value: string) => string;

/** Types without an equality, such as `json`, are compared as text. */
export function comparableIn({ base }: Pick<Layout, 'base'>): Comparable {
  const tables = [...databaseOf(base).tables.values()];
  return (table, column, value) => {
    const found = tables
      .find(({ name }) => isSameTable(name, table))
      ?.columns.find(({ name }) => name === column);
    const isKnown = found !== undefined && found.field?.kind !== 'unsupported';
    return isKnown && !['JSON', 'XML'].includes(found.element) ? value : `${value}::text`;
  };
}
