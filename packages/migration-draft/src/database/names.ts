import { createHash } from 'node:crypto';
import { quoteIdentifier } from '@schema-service/postgres-sql';

/** PostgreSQL cuts names at this many bytes. */
const LONGEST_NAME = 63;

/** What a table or a type is called: its schema of PostgreSQL, and its name there. */
export interface Name {
  readonly namespace: string;
  readonly name: string;
}

export const nameOf = (declared: {
  readonly namespace?: string | undefined;
  readonly dbName: string;
}): Name => ({ namespace: declared.namespace ?? 'public', name: declared.dbName });

/** As SQL names it: the schema that is searched anyway is left out. */
export function sqlName({ namespace, name }: Name): string {
  return namespace === 'public'
    ? quoteIdentifier(name)
    : `${quoteIdentifier(namespace)}.${quoteIdentifier(name)}`;
}

export const isSameName = (one: Name, other: Name): boolean =>
  one.namespace === other.namespace && one.name === other.name;

/** A name with something behind it, cut to fit, never inside a character. */
export function nameWith(name: string, suffix: string): string {
  let kept = [...name];
  while (Buffer.byteLength(kept.join('') + suffix) > LONGEST_NAME) kept = kept.slice(0, -1);
  return kept.join('') + suffix;
}

/** A name with something behind it, which no other name has when both are cut. */
export function distinctName(name: string, suffix: string): string {
  if (Buffer.byteLength(name + suffix) <= LONGEST_NAME) return name + suffix;
  const digest = createHash('sha256').update(name).digest('hex').slice(0, 8);
  return nameWith(name, `_${digest}${suffix}`);
}

/** What PostgreSQL calls the sequence of a serial column. The longer of the two names is cut. */
export function sequenceName(table: string, column: string): string {
  let [first, second] = [table, column];
  while (Buffer.byteLength(`${first}_${second}_seq`) > LONGEST_NAME) {
    if (Buffer.byteLength(first) > Buffer.byteLength(second))
      first = [...first].slice(0, -1).join('');
    else second = [...second].slice(0, -1).join('');
  }
  return `${first}_${second}_seq`;
}
