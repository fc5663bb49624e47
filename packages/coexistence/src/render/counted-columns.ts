import {
  databaseOf,
  type Name,
  type Statement,
  type Structure,
  sequenceName,
  statement,
} from '@schema-service/migration-draft';
import { partsOf, quoteIdentifier, quoteText } from '@schema-service/postgres-sql';
import type { Field, Model, SchemaModel } from '@schema-service/schema-model';
import { isSameTable, type Layout, modelIn, nameOf, qualified } from '../layout.ts';
import { isCounted } from '../narrow.ts';

/**
 * Gives a column the count that another one of its field had, in the moment in which that one goes: the same sequence, so that
 * whoever may use it goes on, or where it is an identity column, the same kind of it.
 */
export function countedNow(
  model: Model,
  narrowed: Model | undefined,
  { base, groups }: Layout,
  structure: Structure,
): readonly Statement[] {
  const table = nameOf(model);
  const fieldOf = (owner: Model | undefined, column: string): Field | undefined =>
    owner?.fields.find(({ dbName }) => dbName === column);
  const isCountedIn = (owner: Model | undefined, column: string): boolean => {
    const field = fieldOf(owner, column);
    return field !== undefined && isCounted(field);
  };
  return groups
    .filter((group) => isSameTable(group.table, table))
    .flatMap(({ homes }): readonly Statement[] => {
      const columns = homes.map(({ column }) => column);
      const from = columns.find((column) => isCountedIn(model, column));
      const to = columns.find(
        (column) => isCountedIn(narrowed, column) && !isCountedIn(model, column),
      );
      if (from === undefined || to === undefined) return [];
      const identity = identityOf(structure, table, from);
      if (identity !== undefined) return [addIdentity(table, to, identity), countOn(table, to)];
      const was = sequenceOf(structure, table, from);
      const is = { ...was, name: sequenceName(table.name, to) };
      const alter = `ALTER TABLE ${qualified(table)} ALTER COLUMN ${quoteIdentifier(to)}`;
      return [
        statement(`ALTER SEQUENCE ${qualified(was)} RENAME TO ${quoteIdentifier(is.name)}`),
        statement(
          `ALTER SEQUENCE ${qualified(is)} AS ${typeOf(base, model, to)} OWNED BY ${qualified(table)}.${quoteIdentifier(to)}`,
        ),
        statement(`${alter} SET DEFAULT nextval(${quoteText(qualified(is))}::regclass)`),
      ];
    });
}

/** Of columns that are there again, behind their values: those that were identity columns are again. */
export function identitiesAgain(
  model: Model,
  base: SchemaModel,
  structure: Structure,
): readonly Statement[] {
  const table = nameOf(model);
  return columnsThatCome(model, base).flatMap(({ dbName }) => {
    const identity = identityOf(structure, table, dbName);
    if (identity === undefined) return [];
    const alter = `ALTER TABLE ${qualified(table)} ALTER COLUMN ${quoteIdentifier(dbName)}`;
    const sequence = { ...table, name: sequenceName(table.name, dbName) };
    return [
      statement(`${alter} DROP DEFAULT`),
      statement(`DROP SEQUENCE ${qualified(sequence)}`),
      addIdentity(table, dbName, identity),
      countOn(table, dbName),
    ];
  });
}

/** The sequences of columns that are there again go on behind the numbers that they have now. */
export const countsAgain = (
  model: Model,
  base: SchemaModel,
  structure: Structure,
): readonly Statement[] =>
  columnsThatCome(model, base)
    .filter(({ dbName }) => identityOf(structure, nameOf(model), dbName) === undefined)
    .map(({ dbName }) => countOn(nameOf(model), dbName));

/** Before a column stops to be counted: an identity is no default. */
export function withoutIdentity(
  model: Model,
  base: SchemaModel,
  { groups }: Layout,
  structure: Structure,
): readonly Statement[] {
  const table = nameOf(model);
  const come = columnsThatCome(model, base).filter(
    ({ dbName }) => identityOf(structure, table, dbName) !== undefined,
  );
  const homes = groups
    .filter(
      (group) =>
        isSameTable(group.table, table) &&
        group.homes.some((home) => come.some(({ dbName }) => dbName === home.column)),
    )
    .flatMap((group) => group.homes.map(({ column }) => column));
  return homes
    .filter((column) =>
      modelIn(base, model.name)?.fields.some((one) => one.dbName === column && isCounted(one)),
    )
    .map((column) =>
      statement(
        `ALTER TABLE ${qualified(table)} ALTER COLUMN ${quoteIdentifier(column)} DROP IDENTITY IF EXISTS`,
      ),
    );
}

/** Counted columns of a table that a narrower one does not have. */
const columnsThatCome = (model: Model, base: SchemaModel): readonly Field[] =>
  model.fields.filter(
    (field) =>
      isCounted(field) &&
      !modelIn(base, model.name)?.fields.some(({ dbName }) => dbName === field.dbName),
  );

const addIdentity = (table: Name, column: string, identity: string): Statement =>
  statement(
    `ALTER TABLE ${qualified(table)} ALTER COLUMN ${quoteIdentifier(column)} ADD ${identity} AS IDENTITY`,
  );

/** Goes on behind the numbers that are there. */
function countOn(table: Name, name: string): Statement {
  const column = quoteIdentifier(name);
  const sequence = `pg_get_serial_sequence(${quoteText(qualified(table))}, ${quoteText(name)})`;
  return statement(
    `SELECT setval(${sequence}, greatest(coalesce(max(${column}), 1), 1), coalesce(max(${column}) > 0, false)) FROM ${qualified(table)}`,
  );
}

/** `GENERATED ALWAYS`, where the database counts the column so; undefined where it does by a sequence's default. */
function identityOf(structure: Structure, table: Name, column: string): string | undefined {
  const found = structure.find(
    ({ kind, name, properties }) =>
      kind === 'column' && properties.identity !== undefined && isColumn(name, table, column),
  );
  return found && `GENERATED ${String(found.properties.identity).toUpperCase()}`;
}

/** The one that belongs to the column, or that PostgreSQL makes for a serial one. */
function sequenceOf(structure: Structure, table: Name, column: string): Name {
  const found = structure.find(
    ({ kind, properties }) =>
      kind === 'sequence' && isColumn(String(properties['owned by']), table, column),
  );
  const [namespace = table.namespace, name = sequenceName(table.name, column)] = partsOf(
    found?.name ?? '',
  );
  return { namespace, name };
}

const isColumn = (path: string, table: Name, column: string): boolean =>
  JSON.stringify(partsOf(path)) === JSON.stringify([table.namespace, table.name, column]);

function typeOf(base: SchemaModel, { name }: Model, column: string): string {
  const found = databaseOf(base)
    .tables.get(name)
    ?.columns.find((one) => one.name === column);
  if (found === undefined) throw new Error(`${name} has no column ${column}`);
  return found.type;
}
