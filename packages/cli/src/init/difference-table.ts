import { tableText } from '@schema-service/command-line';
import type { AcceptedDifference } from '@schema-service/migrator';

const LONGEST = 70;

/** Differences as a table, a line each. */
export function differenceTable(differences: readonly AcceptedDifference[]): string {
  const header = ['what', 'name', 'the schema says', 'databases have'];
  return tableText([header, ...differences.map(row)]);
}

function row(difference: AcceptedDifference): readonly string[] {
  const { object, name, property, schema, database } = difference;
  const what =
    property === undefined || property === 'definition' ? object : `${object}, ${property}`;
  return [what, name, text(schema), text(database)];
}

/** Of an index what stands behind its name, which has a column of its own. */
function text(value: AcceptedDifference['schema']): string {
  if (value === null) return 'nothing';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  const words = (typeof value === 'string' ? value : value.join(', '))
    .replace(/^CREATE (UNIQUE )?INDEX .*? USING /, (_, unique = '') => unique.toLowerCase())
    .replace(/\s+/g, ' ');
  return words.length > LONGEST ? `${words.slice(0, LONGEST - 3)}...` : words;
}
