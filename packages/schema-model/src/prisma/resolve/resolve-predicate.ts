import { notUnderstood } from '../language/not-understood.ts';
import type { AttributeSyntax, Expression } from '../language/syntax-tree.ts';
import { asOneOf, asRaw, namedArgument } from './attributes.ts';

/** Column names by field name. */
export type ColumnNames = ReadonlyMap<string, string>;

/** `where: raw("...")` or `where: { field: value }` as the SQL that Prisma makes of it. */
export function resolvePredicate(
  attribute: AttributeSyntax,
  columns: ColumnNames,
): { readonly where?: string } {
  const where = namedArgument(attribute, 'where');
  if (where === undefined) return {};
  if (where.kind !== 'object') return { where: asRaw(where) };
  return {
    where: where.entries
      .map(([field, value]) => comparison(quote(columns.get(field) ?? field), value))
      .join(' AND '),
  };
}

function comparison(column: string, value: Expression): string {
  if (value.kind !== 'object') {
    return isNull(value) ? `${column} IS NULL` : `${column} = ${sqlLiteral(value)}`;
  }
  const not = value.entries[0]?.[1];
  if (not === undefined || isNull(not)) return `${column} IS NOT NULL`;
  return `${column} != ${sqlLiteral(not)}`;
}

const isNull = (value: Expression): boolean => value.kind === 'word' && value.word === 'null';

const quote = (identifier: string): string => `"${identifier.replaceAll('"', '""')}"`;

function sqlLiteral(value: Expression): string {
  switch (value.kind) {
    case 'string':
      return `'${value.value.replaceAll("'", "''")}'`;
    case 'number':
      return value.digits;
    case 'word':
      return asOneOf(['true', 'false'], value);
    default:
      throw notUnderstood(value.place, 'a string, a number, true or false');
  }
}
