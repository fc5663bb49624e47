import { type Node, parseSync } from 'libpg-query';
import { format, quote, type RelationName } from '../sql/relation-name.ts';
import { toSql } from '../sql/to-sql.ts';
import { type DatabaseState, tableOf } from '../state/database-state.ts';
import { backfill } from './backfill.ts';
import { migration, noTransaction } from './recipe.ts';

/** No statement of a script has parameters, and hardly a text looks like these: one for each column. */
const FROM = '$65001';
const TO = '$65002';

const listOf = (parameter: string, key: readonly string[]): string =>
  key.map(() => parameter).join(', ');

/**
 * A migration that runs an UPDATE or DELETE in batches, each in a transaction of its own; none where the key of the
 * table is not known.
 */
export function inBatches(
  node: Node,
  table: RelationName,
  database: DatabaseState,
): string | undefined {
  const { key } = tableOf(database, table);
  if (!key) return undefined;
  const ranged = withRange(node, table, key);
  if (!ranged) return undefined;
  const sql = toSql(ranged)
    .replaceAll(listOf(FROM, key), '{from}')
    .replaceAll(listOf(TO, key), '{to}');
  return batches(table, key, sql);
}

/** A migration that sets a column in the rows that lack it: in batches by the key, or by place where that is not known. */
export function fillRows(
  database: DatabaseState,
  table: RelationName,
  column: string,
  value: string,
  condition = `${quote(column)} IS NULL`,
): string {
  const { key } = tableOf(database, table);
  if (!key) return noTransaction(backfill(table, column, value, condition));
  const range = rangeOf(key.map(quote), '{from}', '{to}');
  const update = `UPDATE ${format(table)} SET ${quote(column)} = ${value}`;
  return batches(table, key, `${update}\nWHERE ${range} AND ${condition}`);
}

function batches(table: RelationName, key: readonly string[], statement: string): string {
  const by = key.map(quote).join(', ');
  return `-- migrator: batches = ${format(table)} by ${by}, target = 150ms\n${migration(statement)}`;
}

/** The statement with its condition, and the range before it. */
function withRange(node: Node, table: RelationName, key: readonly string[]): Node | undefined {
  if ('UpdateStmt' in node) {
    const { relation, fromClause, whereClause } = node.UpdateStmt;
    const name = fromClause ? (relation?.alias?.aliasname ?? table.name) : undefined;
    return { UpdateStmt: { ...node.UpdateStmt, ...condition(key, name, whereClause) } };
  }
  if ('DeleteStmt' in node) {
    const { relation, usingClause, whereClause } = node.DeleteStmt;
    const name = usingClause ? (relation?.alias?.aliasname ?? table.name) : undefined;
    return { DeleteStmt: { ...node.DeleteStmt, ...condition(key, name, whereClause) } };
  }
  return undefined;
}

/** Columns are named with their table where another one takes part. */
function condition(
  key: readonly string[],
  table: string | undefined,
  own: Node | undefined,
): { readonly whereClause?: Node } {
  const names = key.map((name) => (table === undefined ? '' : `${quote(table)}.`) + quote(name));
  const range = parseSync(`SELECT WHERE ${rangeOf(names, listOf(FROM, key), listOf(TO, key))}`)
    .stmts?.[0]?.stmt;
  const parsed = range && 'SelectStmt' in range ? range.SelectStmt.whereClause : undefined;
  const isAlways = !own || 'A_Const' in own;
  if (!parsed || isAlways) return parsed ? { whereClause: parsed } : {};
  return { whereClause: { BoolExpr: { boolop: 'AND_EXPR', args: [parsed, own] } } };
}

function rangeOf(names: readonly string[], from: string, to: string): string {
  const list = names.join(', ');
  return names.length === 1
    ? `${list} >= ${from} AND ${list} <= ${to}`
    : `(${list}) >= (${from}) AND (${list}) <= (${to})`;
}
