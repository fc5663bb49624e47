import { alterTableParts, NAME, namesIn } from '@schema-service/postgres-sql';
import { keepsAlterPart, keepsEverything } from './harmless-statements.ts';

/** What a statement takes away, as far as its text tells. */
export type StatementLoss =
  | { readonly kind: 'table'; readonly table: string }
  | { readonly kind: 'column'; readonly table: string; readonly column: string }
  /** An object with all that hangs on it: which tables and columns those are, the database knows. */
  | { readonly kind: 'cascade'; readonly object: CascadeObject; readonly name: string }
  /** Nobody knows: it changes rows, runs code, or is not known to keep everything. */
  | { readonly kind: 'statement' };

export type CascadeObject = 'schema' | 'type' | 'extension' | 'relation';

const LIST = `(?:only )?${NAME}(?:,(?:only )?${NAME})*`;

const TABLES = new RegExp(`^drop table (?:if exists )?(?<names>${LIST})(?: restrict)?$`);
const TRUNCATED = new RegExp(
  `^truncate (?:table )?(?<names>${LIST})(?: (?:continue|restart) identity)?(?: restrict| (?<cascade>cascade))?$`,
);
const EMPTIED = new RegExp(`^delete from (?:only )?(?<table>${NAME})$`);
const CASCADE = new RegExp(
  `^drop (?<object>schema|type|domain|extension|table|view|materialized view|sequence|foreign table) (?:if exists )?(?<names>${LIST}) cascade$`,
);
const EXTENSION = new RegExp(`^drop extension (?:if exists )?(?<names>${LIST})(?: restrict)?$`);
const COLUMN = new RegExp(
  `^drop (?!constraint\\b)(?:column )?(?:if exists )?(?<column>${NAME})(?: cascade| restrict)?$`,
);

const OBJECTS: Readonly<Record<string, CascadeObject>> = {
  schema: 'schema',
  type: 'type',
  domain: 'type',
  extension: 'extension',
};

/**
 * What a flattened statement takes away; empty only where it is known to keep
 * everything. What is counted is what stands in its text: rows that go because
 * they refer to others are not.
 */
export function statementLosses(flat: string): readonly StatementLoss[] {
  if (keepsEverything(flat)) return [];
  const tables = TABLES.exec(flat)?.groups?.names;
  if (tables !== undefined) return tablesOf(tables);
  const truncated = TRUNCATED.exec(flat)?.groups;
  if (truncated) {
    // The tables that refer to it, too, and those that refer to them.
    const others: readonly StatementLoss[] = truncated.cascade ? [{ kind: 'statement' }] : [];
    return [...tablesOf(truncated.names ?? ''), ...others];
  }
  const emptied = EMPTIED.exec(flat)?.groups?.table;
  if (emptied !== undefined) return [{ kind: 'table', table: emptied }];
  const cascade = CASCADE.exec(flat)?.groups;
  if (cascade) {
    const object = OBJECTS[cascade.object ?? ''] ?? 'relation';
    return namesOf(cascade.names ?? '').map((name) => ({ kind: 'cascade', object, name }));
  }
  // It has tables of its own at times, which go with it.
  const extensions = EXTENSION.exec(flat)?.groups?.names;
  if (extensions !== undefined) {
    return namesOf(extensions).map((name) => ({ kind: 'cascade', object: 'extension', name }));
  }
  return alteredLosses(flat) ?? [{ kind: 'statement' }];
}

function alteredLosses(flat: string): readonly StatementLoss[] | undefined {
  const altered = alterTableParts(flat);
  if (!altered) return undefined;
  const { table, parts } = altered;
  return parts
    .filter((part) => !keepsAlterPart(part))
    .map((part): StatementLoss => {
      const column = COLUMN.exec(part)?.groups?.column;
      return column === undefined ? { kind: 'statement' } : { kind: 'column', table, column };
    });
}

const tablesOf = (names: string): readonly StatementLoss[] =>
  namesOf(names).map((table) => ({ kind: 'table', table }));

const namesOf = (list: string): readonly string[] => namesIn(list.replace(/(^|,)only /g, '$1'));
