import { quoteIdentifier } from '@schema-service/postgres-sql';
import {
  type ColumnField,
  columnsOf,
  type ForeignKeyRelation,
  isMadeByDatabase,
  type JoinTableRelation,
  type Model,
  type SchemaModel,
} from '@schema-service/schema-model';
import { type ColumnOf, type Sample, sampleFor } from './samples.ts';

/** A column of the previous schema, as it is filled and written. */
export interface WrittenColumn {
  readonly name: string;
  readonly isOptional: boolean;
  /** Values for the rows that are there, by the row's number; undefined leaves the column to its default. */
  readonly sample: Sample | undefined;
  /** The number whose value a row has: its own, or that of the row that it refers to. */
  readonly number: NumberOf;
  /** Whether writers may give it values before and after. */
  readonly isShared: boolean;
  /** Whether a key has it, so that no two rows may have its value. */
  readonly isKey: boolean;
  readonly isReference: boolean;
  /** Whether it refers to a row together with other columns, and so is not written without them. */
  readonly isPartOfReference: boolean;
  /** Whether an insert may leave it out before and after. */
  readonly canBeLeftOut: boolean;
}

/** The number of the row that a row refers to, as SQL and as a number. */
export interface NumberOf {
  readonly sql: (n: string) => string;
  readonly of: (n: number) => number;
}

/** A table of the previous schema. */
export interface WrittenTable {
  /** As SQL names it. */
  readonly name: string;
  readonly columns: readonly WrittenColumn[];
  /** The columns that find a row before and after; empty where there are none. */
  readonly key: readonly WrittenColumn[];
  /** Whether the table is there under its name after, too: a name that goes to another table is none that it has. */
  readonly isThere: boolean;
  /** Whether rows may be inserted before and after. */
  readonly takesInserts: boolean;
}

const same: NumberOf = { sql: (n) => n, of: (n) => n };

/**
 * The tables of the previous schema, those that others refer to first.
 *
 * @param previous with the current names of what is renamed, and the names that the database has
 */
export function writtenTables(
  previous: SchemaModel,
  current: SchemaModel,
  rows: number,
): readonly WrittenTable[] {
  const scattered: NumberOf = {
    sql: (n) => `(1 + ((${n}) * 7919) % ${rows})`,
    of: (n) => 1 + ((n * 7919) % rows),
  };
  const context: Context = { previous, current, scattered };
  const models = inOrder(previous).map((model) => writtenTable(model, context));
  return [
    ...models,
    ...previous.relations.flatMap((relation) =>
      relation.kind === 'joinTable' ? joinTable(relation, context) : [],
    ),
  ];
}

interface Context {
  readonly previous: SchemaModel;
  readonly current: SchemaModel;
  readonly scattered: NumberOf;
}

function writtenTable(model: Model, context: Context): WrittenTable {
  const { current } = context;
  const after = modelOf(model, current);
  const isThere = after !== undefined && tableName(after) === tableName(model);
  const columns = columnsOf(model).map((field) => writtenColumn(field, model, after, context));
  const keys = [model.primaryKey, ...model.uniques].flatMap((key) => (key ? [key.fields] : []));
  const found = keys
    .map((fields) =>
      fields.flatMap(({ name }) => {
        const dbName = model.fields.find((field) => field.name === name)?.dbName;
        return columns.filter((column) => column.name === dbName);
      }),
    )
    .find((key) => key.every(({ isShared, isOptional }) => isShared && !isOptional));
  return {
    name: tableName(model),
    columns,
    key: found ?? [],
    isThere,
    takesInserts: isThere && takesInserts(columns, model, after),
  };
}

/** The same model in the other schema. */
const modelOf = ({ name }: Model, { models }: SchemaModel): Model | undefined =>
  models.find((model) => model.name === name);

const fieldOf = ({ name }: ColumnField, model: Model): ColumnField | undefined =>
  columnsOf(model).find((field) => field.name === name);

function takesInserts(columns: readonly WrittenColumn[], before: Model, after: Model): boolean {
  const given = new Set(columns.filter(({ isShared }) => isShared).map(({ name }) => name));
  const areGiven = columns.every(({ name, canBeLeftOut }) => canBeLeftOut || given.has(name));
  const others = columnsOf(after).filter(({ dbName }) => !given.has(dbName));
  const areLeftOut = others.every(canBeLeftOut);
  // A key of references alone may have no value that is still free.
  const references = new Set(
    columns.filter(({ isReference }) => isReference).map(({ name }) => name),
  );
  const hasFreeKeys = [before, after].every((model) =>
    [model.primaryKey, ...model.uniques].every(
      (key) =>
        key === undefined ||
        key.fields.some(({ name }) => {
          const dbName = model.fields.find((field) => field.name === name)?.dbName ?? name;
          return !references.has(dbName);
        }),
    ),
  );
  return areGiven && areLeftOut && hasFreeKeys;
}

const canBeLeftOut = (field: ColumnField): boolean =>
  field.arity !== 'required' || isMadeByDatabase(field.default);

function writtenColumn(
  field: ColumnField,
  model: Model,
  after: Model | undefined,
  context: Context,
): WrittenColumn {
  const { previous, current, scattered } = context;
  const counterpart = after && fieldOf(field, after);
  const own: ColumnOf = { field, schema: previous };
  const both: readonly ColumnOf[] = counterpart
    ? [own, { field: counterpart, schema: current }]
    : [own];
  const isKey =
    isInKey(field, model) ||
    (counterpart !== undefined && after !== undefined && isInKey(counterpart, after));
  const isAlone =
    isUnique(field, model) ||
    (counterpart !== undefined && after !== undefined && isUnique(counterpart, after));
  const target =
    referredTo(field, model, context) ??
    (counterpart && after ? referredToLater(counterpart, after, context) : undefined);
  const key: readonly ColumnOf[] = target ? keyColumns(target, context) : [];
  const shared = sampleFor([...both, ...key], isKey || target !== undefined);
  const sample = shared ?? sampleFor([own, ...key.slice(0, 1)], isKey || target !== undefined);
  return {
    name: field.dbName,
    isOptional: field.arity !== 'required',
    sample,
    number: target && !isAlone ? scattered : same,
    isShared: counterpart?.dbName === field.dbName && shared !== undefined,
    isKey,
    isReference: target !== undefined,
    isPartOfReference: (target?.columns ?? 0) > 1,
    canBeLeftOut: canBeLeftOut(field) && (counterpart === undefined || canBeLeftOut(counterpart)),
  };
}

const isInKey = ({ name }: ColumnField, { primaryKey, uniques, indexes }: Model): boolean =>
  [primaryKey, ...uniques, ...indexes.filter(({ isUnique: unique }) => unique)].some((key) =>
    key?.fields.some((one) => one.name === name),
  );

const isUnique = ({ name }: ColumnField, { primaryKey, uniques }: Model): boolean =>
  [primaryKey, ...uniques].some((key) => key?.fields.length === 1 && key.fields[0]?.name === name);

/** A column that a foreign key points at. */
interface Target {
  readonly model: Model;
  readonly field: ColumnField;
  /** How many columns the key has. */
  readonly columns: number;
}

function referredTo(
  { name }: ColumnField,
  model: Model,
  { previous }: Context,
): Target | undefined {
  return targetIn(previous, keyOf(name, model, previous));
}

/** The same for a foreign key that the current schema adds, to a table that is there already. */
function referredToLater(
  { name }: ColumnField,
  model: Model,
  { previous, current }: Context,
): Target | undefined {
  const target = targetIn(current, keyOf(name, model, current));
  const before = target && modelOf(target.model, previous);
  const field = before && fieldOf(target.field, before);
  return before && field ? { ...target, model: before, field } : undefined;
}

function keyOf(
  name: string,
  model: Model,
  { relations }: SchemaModel,
): { readonly relation: ForeignKeyRelation; readonly at: number } | undefined {
  const relation = relations.find(
    (other): other is ForeignKeyRelation =>
      other.kind === 'foreignKey' &&
      other.from.entity === model.name &&
      other.fields.includes(name),
  );
  return relation && { relation, at: relation.fields.indexOf(name) };
}

function targetIn({ models }: SchemaModel, key: ReturnType<typeof keyOf>): Target | undefined {
  const model = models.find(({ name }) => name === key?.relation.to.entity);
  const field =
    model && columnsOf(model).find(({ name }) => name === key?.relation.references[key.at]);
  if (key === undefined || model === undefined || field === undefined) return undefined;
  return { model, field, columns: key.relation.fields.length };
}

/** A column that is referred to, before and after, and what it refers to itself. */
function keyColumns(
  { model, field }: Pick<Target, 'model' | 'field'>,
  context: Context,
): readonly ColumnOf[] {
  const { previous, current } = context;
  const after = modelOf(model, current);
  const counterpart = after && fieldOf(field, after);
  return [
    { field, schema: previous },
    ...(counterpart ? [{ field: counterpart, schema: current }] : []),
  ];
}

function joinTable(relation: JoinTableRelation, context: Context): readonly WrittenTable[] {
  const { previous, scattered } = context;
  const sides = [relation.a, relation.b].map(({ entity }, at) => {
    const model = previous.models.find(({ name }) => name === entity);
    const name = model?.primaryKey?.fields[0]?.name;
    const field = model && columnsOf(model).find((one) => one.name === name);
    const sample = model && field && sampleFor(keyColumns({ model, field }, context), true);
    return { name: at === 0 ? 'A' : 'B', sample, number: at === 0 ? same : scattered };
  });
  const namespace = relation.namespace ?? 'public';
  return [
    {
      name: `${quoteIdentifier(namespace)}.${quoteIdentifier(relation.dbName)}`,
      columns: sides.map(
        (side): WrittenColumn => ({
          ...side,
          isOptional: false,
          isShared: false,
          isKey: true,
          isReference: true,
          isPartOfReference: false,
          canBeLeftOut: false,
        }),
      ),
      key: [],
      isThere: false,
      takesInserts: false,
    },
  ];
}

export const tableName = ({ namespace = 'public', dbName }: Model): string =>
  `${quoteIdentifier(namespace)}.${quoteIdentifier(dbName)}`;

/** Models behind those that their rows refer to, as far as there is such an order. */
function inOrder({ models, relations }: SchemaModel): readonly Model[] {
  const ordered: Model[] = [];
  let waiting = [...models];
  while (waiting.length > 0) {
    const names = new Set(waiting.map(({ name }) => name));
    const next =
      waiting.find(({ name }) =>
        relations.every(
          (relation) =>
            relation.kind !== 'foreignKey' ||
            relation.from.entity !== name ||
            relation.to.entity === name ||
            !names.has(relation.to.entity),
        ),
      ) ?? waiting[0];
    if (next === undefined) break;
    ordered.push(next);
    waiting = waiting.filter((model) => model !== next);
  }
  return ordered;
}
