import { diff, renamesIn, underCurrentNames } from '@schema-service/schema-diff';
import { parseSchema, type SchemaModel } from '@schema-service/schema-model';
import { type Column, type Database, databaseOf, type Table } from '../src/database/database.ts';
import { touchedBy } from '../src/plan/touched.ts';
import { createTransition, type Transition } from '../src/plan/transition.ts';
import type { Structure } from '../src/structure/structure.ts';

export const parse = (content: string): SchemaModel =>
  parseSchema([{ path: 'schema.prisma', content }]);

export const databaseIn = (content: string): Database => databaseOf(parse(content));

export function tableIn({ tables }: Database, key: string): Table {
  const table = tables.get(key);
  if (table === undefined) throw new Error(`there is no table ${key}`);
  return table;
}

export function columnIn(table: Table, key: string): Column {
  const column = table.columns.find((one) => one.key === key);
  if (column === undefined) throw new Error(`there is no column ${key}`);
  return column;
}

/** Enums that columns may have. */
export const enums = 'enum E {\n  x\n  y\n  z\n}\nenum F {\n  x\n  w @map("y")\n}\n';

/** The field `c` of a model, as the schema declares it: `Int?`, `String @db.VarChar(9)`. */
export const columnOf = (declared: string): Column =>
  columnIn(tableIn(databaseIn(`${enums}model M {\n  id Int @id\n  c  ${declared}\n}\n`), 'M'), 'c');

/** The way from one schema to the other, with the renames that annotations say. */
export function transitionOf(
  previous: string,
  current: string,
  structure: Structure = [],
): Transition {
  const [from, to] = [parse(previous), parse(current)];
  const changes = diff(from, to);
  const old = databaseOf(underCurrentNames(from, renamesIn(changes), { databaseNames: 'kept' }));
  const now = databaseOf(to);
  return createTransition(old, now, touchedBy(changes, old, now), structure);
}
