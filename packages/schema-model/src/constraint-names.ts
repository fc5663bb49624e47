/** The longest identifier that PostgreSQL keeps, in bytes. */
export const MAX_IDENTIFIER_BYTES = 63;

/** Cuts a name to fit the suffix behind it, never inside a character. */
function withSuffix(name: string, suffix: string): string {
  const room = MAX_IDENTIFIER_BYTES - suffix.length;
  if (Buffer.byteLength(name) <= room) return name + suffix;
  let bytes = 0;
  let kept = '';
  for (const character of name) {
    bytes += Buffer.byteLength(character);
    if (bytes > room) break;
    kept += character;
  }
  return kept + suffix;
}

/** The name that PostgreSQL makes of one: what does not fit is cut, without a word. */
export const cutName = (name: string): string => withSuffix(name, '');

const ofColumns = (table: string, columns: readonly string[], suffix: string): string =>
  withSuffix([table, ...columns].join('_'), suffix);

/*
 * The names that Prisma gives to constraints and indexes, PostgreSQL's own convention. See
 * https://github.com/prisma/prisma-engines/blob/main/psl/psl-core/src/datamodel_connector/constraint_names.rs
 */

/** The table of a many-to-many relation. */
export const joinTableName = (relation: string): string => cutName(`_${relation}`);

/** The primary key and the index of such a table. */
export const joinTableKeyNames = (relation: string): readonly string[] =>
  ['_AB_pkey', '_B_index'].map((suffix) => withSuffix(`_${relation}`, suffix));

export function primaryKeyName(table: string): string {
  return withSuffix(table, '_pkey');
}

export function uniqueName(table: string, columns: readonly string[]): string {
  return ofColumns(table, columns, '_key');
}

export function indexName(table: string, columns: readonly string[]): string {
  return ofColumns(table, columns, '_idx');
}

export function foreignKeyName(table: string, columns: readonly string[]): string {
  return ofColumns(table, columns, '_fkey');
}
