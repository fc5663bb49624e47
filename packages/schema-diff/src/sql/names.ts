import { partsOf, quoteIdentifier } from '@schema-service/postgres-sql';
import type { ColumnField, Model, SchemaModel, View } from '@schema-service/schema-model';

/** PostgreSQL cuts names at this many bytes. */
const LONGEST_NAME = 63;

/** As Prisma's engine spells it: the schema that is searched anyway is left out. */
export function qualifiedName(namespace: string | undefined, name: string): string {
  const isElsewhere = namespace !== undefined && namespace !== 'public';
  return isElsewhere
    ? `${quoteIdentifier(namespace)}.${quoteIdentifier(name)}`
    : quoteIdentifier(name);
}

export const tableName = ({ namespace, dbName }: Model | View): string =>
  qualifiedName(namespace, dbName);

/** The last part of a qualified name, unquoted. */
export const bareName = (name: string): string => partsOf(name).at(-1) ?? name;

/** The qualifier of a name with its dot, or nothing. */
export function qualifierOf(name: string): string {
  const [schema, ...rest] = partsOf(name);
  return schema === undefined || rest.length === 0 ? '' : `${quoteIdentifier(schema)}.`;
}

/** A name with something behind it, cut to fit. */
export function nameWith(name: string, suffix: string): string {
  let kept = name;
  while (Buffer.byteLength(kept + suffix) > LONGEST_NAME) kept = [...kept].slice(0, -1).join('');
  return kept + suffix;
}

/** What PostgreSQL calls the sequence of a serial column. The longer of the two names is cut. */
export function sequenceName(table: string, column: string): string {
  let [first, second] = [table, column];
  while (Buffer.byteLength(`${first}_${second}_seq`) > LONGEST_NAME) {
    if (Buffer.byteLength(first) > Buffer.byteLength(second)) first = first.slice(0, -1);
    else second = second.slice(0, -1);
  }
  return `${first}_${second}_seq`;
}

/** The tables of a schema by the names that SQL calls them, those of many-to-many relations as null. */
export function tablesOf({ models, relations }: SchemaModel): ReadonlyMap<string, Model | null> {
  return new Map<string, Model | null>([
    ...models.map((model): [string, Model] => [tableName(model), model]),
    ...relations.flatMap((relation): [string, null][] =>
      relation.kind === 'joinTable'
        ? [[qualifiedName(relation.namespace, relation.dbName), null]]
        : [],
    ),
  ]);
}

/** A model's column by the name that SQL calls it, quoted. */
export function columnOf(model: Model | null | undefined, name: string): ColumnField | undefined {
  const found = model?.fields.find(
    (field) => field.kind !== 'relation' && quoteIdentifier(field.dbName) === name,
  );
  return found?.kind === 'relation' ? undefined : found;
}
