import type { MigrationScript } from '../migrations/migration.ts';
import type { ScriptAnalysis } from '../sql/analyze-script.ts';
import { flattenStatement } from '../sql/flatten-statement.ts';
import { NAME, namesIn } from '../sql/relation-name.ts';
import { alterTableParts } from './statement-locks.ts';

/** Something that goes away with the data in it. */
export type Removal =
  | { readonly kind: 'table'; readonly table: string }
  | { readonly kind: 'column'; readonly table: string; readonly column: string };

const TABLES = new RegExp(
  `^(?:drop table (?:if exists )?|truncate (?:table )?)(?<names>(?:only )?${NAME}(?:,(?:only )?${NAME})*)`,
);
const COLUMN = new RegExp(
  `^drop (?!constraint\\b)(?:column )?(?:if exists )?(?<column>${NAME})(?: cascade| restrict)?$`,
);

/** The tables and columns whose data a script removes, as far as its text tells. */
export function scriptRemovals(
  { sql }: MigrationScript,
  { statements }: Pick<ScriptAnalysis, 'statements'>,
): readonly Removal[] {
  return statements.flatMap(({ start, end }) =>
    statementRemovals(flattenStatement(sql.slice(start, end))),
  );
}

function statementRemovals(flat: string): readonly Removal[] {
  const names = TABLES.exec(flat)?.groups?.names;
  if (names !== undefined) {
    const tables = namesIn(names.replace(/(^|,)only /g, '$1'));
    return tables.map((table) => ({ kind: 'table', table }));
  }
  const altered = alterTableParts(flat);
  if (!altered) return [];
  const { table } = altered;
  return altered.parts.flatMap((part): readonly Removal[] => {
    const column = COLUMN.exec(part)?.groups?.column;
    return column === undefined ? [] : [{ kind: 'column', table, column }];
  });
}
