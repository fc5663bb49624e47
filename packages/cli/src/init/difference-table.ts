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
  return [what, name, ...excerpts(text(schema), text(database))];
}

/** Of an index what stands behind its name, which has a column of its own. */
function text(value: AcceptedDifference['schema']): string {
  if (value === null) return 'nothing';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return (typeof value === 'string' ? value : value.join(', '))
    .replace(/^CREATE (UNIQUE )?INDEX .*? USING /, (_, unique = '') => unique.toLowerCase())
    .replace(/\s+/g, ' ');
}

/** Long texts from the word on where they part. */
function excerpts(one: string, other: string): readonly string[] {
  if (one.length <= LONGEST && other.length <= LONGEST) return [one, other];
  let same = 0;
  while (same < one.length && one[same] === other[same]) same++;
  const start = Math.max(0, one.lastIndexOf(' ', Math.max(0, same - LONGEST / 4)) + 1);
  return [one, other].map((whole) => {
    const rest = start > 0 && whole.length > start ? `... ${whole.slice(start)}` : whole;
    return rest.length > LONGEST ? `${rest.slice(0, LONGEST - 3)}...` : rest;
  });
}
