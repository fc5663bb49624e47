import type { Name } from '@schema-service/migration-draft';
import { quoteIdentifier } from '@schema-service/postgres-sql';
import { type Home, isSameTable, type Lookup, qualified, substitute } from '../layout.ts';

/** A column of the row in a statement: `NEW."a"`, `filled."a"`. */
export type InRow = (column: string) => string;

/** One of two neighbours among the homes of a field, from which the other follows. */
export interface Following {
  readonly from: Home;
  readonly to: Home;
  /** Whether `to` is the newer one. */
  readonly isUp: boolean;
}

/** What says how the value of one home follows from its neighbour: it stands at the newer one. */
const bridgeOf = ({ from, to, isUp }: Following): Home => (isUp ? to : from);

const sqlOf = (following: Following): string =>
  (following.isUp ? following.to.up : following.from.down) ?? '{value}';

/** Whether the value says nothing of the neighbour's, and is made once for a row. */
export const isMade = (following: Following): boolean =>
  bridgeOf(following).lookup === undefined && !sqlOf(following).includes('{value}');

/** The value of `to` in a row of the table, as SQL. */
export function followingValue(table: Name, following: Following, inRow: InRow): string {
  const { lookup } = bridgeOf(following);
  const value = inRow(following.from.column);
  if (lookup === undefined) return withValue(sqlOf(following), value);
  const found = lookedUp(lookup, following.isUp, value, inRow);
  if (!isSameTable(table, lookup.table)) return found;
  // A row that refers to itself is not there yet as it is inserted.
  const [wanted, isIt] = comparedWith(lookup, following.isUp, value, inRow, inRow);
  return `CASE WHEN ${isIt} THEN ${wanted} ELSE ${found} END`;
}

/** The foreign key that refuses the value of `from` where it refers to nothing; undefined where `to` is not looked up. */
export function refusingKey(
  following: Following,
): { readonly name: string; readonly lookup: Lookup } | undefined {
  const { lookup } = bridgeOf(following);
  return lookup && { name: following.isUp ? lookup.keys.older : lookup.keys.newer, lookup };
}

function lookedUp(lookup: Lookup, isUp: boolean, value: string, inRow: InRow): string {
  const held: InRow = (column) => `held.${quoteIdentifier(column)}`;
  const [wanted, isIt] = comparedWith(lookup, isUp, value, inRow, held);
  return `(SELECT ${wanted} FROM ${qualified(lookup.table)} AS held WHERE ${isIt})`;
}

/** The wanted form of a row's key, and whether it is the row that is referred to. */
function comparedWith(
  { older, newer, beside }: Lookup,
  isUp: boolean,
  value: string,
  inRow: InRow,
  held: InRow,
): readonly [wanted: string, isIt: string] {
  const [wanted, known] = isUp ? [newer, older] : [older, newer];
  const conditions = [
    `${held(known)} = ${value}`,
    ...beside.map(({ own, target }) => `${held(target)} = ${inRow(own)}`),
  ];
  return [held(wanted), conditions.join(' AND ')];
}

const withValue = (sql: string, value: string): string =>
  substitute(sql, (name) => (name === 'value' ? value : undefined));
