import { quoteIdentifier } from '@schema-service/postgres-sql';
import type {
  ForeignKeyRelation,
  IndexedField,
  Model,
  SchemaModel,
} from '@schema-service/schema-model';
import type { Change } from '../change.ts';
import { keyPath } from '../compare/compare-keys.ts';
import { tableName } from './names.ts';

/** A question to a database that has the previous schema: which of its rows would break a new constraint. */
export interface DataCheck {
  readonly kind: 'dataCheck';
  /** The change's: `Review.@@unique([source, externalId])`, `Review.product`. */
  readonly path: string;
  /** Gives one row with one column, `broken`: the number of values that repeat, or of rows that refer to no row. */
  readonly sql: string;
}

/** The checks of all new constraints that rows which are there, or old clients write, may break. */
export function dataChecks(current: SchemaModel, changes: readonly Change[]): readonly DataCheck[] {
  return changes.flatMap((change): DataCheck[] => {
    if (change.severity === 'safe') return [];
    const sql = checkOf(change, current);
    return sql === undefined ? [] : [{ kind: 'dataCheck', path: change.path, sql }];
  });
}

function checkOf({ id, path }: Change, current: SchemaModel): string | undefined {
  const model = current.models.find(({ name }) => name === path.split('.', 1)[0]);
  if (model === undefined) return undefined;
  const { name, primaryKey, uniques, indexes } = model;
  switch (id) {
    case 'PRIMARY_KEY_ADDED':
      return repeats(model, primaryKey);
    case 'UNIQUE_ADDED':
      return repeats(
        model,
        uniques.find((key) => keyPath(name, 'unique', key) === path),
      );
    case 'INDEX_ADDED': {
      const index = indexes.find((key) => key.isUnique && keyPath(name, 'index', key) === path);
      return repeats(model, index, index?.where);
    }
    case 'RELATION_ADDED':
      return refersToNoRow(model, current, path);
    default:
      return undefined;
  }
}

const columnsOf = ({ fields }: Model, names: readonly string[]): readonly string[] =>
  names.map((name) => quoteIdentifier(fields.find((field) => field.name === name)?.dbName ?? name));

function repeats(
  model: Model,
  key: { readonly fields: readonly IndexedField[] } | undefined,
  where?: string,
): string | undefined {
  if (key === undefined) return undefined;
  const columns = columnsOf(
    model,
    key.fields.map(({ name }) => name),
  );
  const conditions = [
    ...columns.map((column) => `${column} IS NOT NULL`),
    ...(where === undefined ? [] : [`(${where})`]),
  ].join(' AND ');
  return `SELECT count(*) AS broken FROM (SELECT FROM ${tableName(model)} WHERE ${conditions} GROUP BY ${columns.join(', ')} HAVING count(*) > 1) AS repeated`;
}

function refersToNoRow(
  model: Model,
  { models, relations }: SchemaModel,
  path: string,
): string | undefined {
  const relation = relations.find(
    (one): one is ForeignKeyRelation =>
      one.kind === 'foreignKey' && `${one.from.entity}.${one.from.field}` === path,
  );
  const other = models.find(({ name }) => name === relation?.to.entity);
  if (relation === undefined || other === undefined) return undefined;
  const keys = columnsOf(model, relation.fields).map((column) => `here.${column}`);
  const references = columnsOf(other, relation.references).map((column) => `there.${column}`);
  const pointed = keys.map((key, index) => `${key} = ${references[index]}`).join(' AND ');
  const set = keys.map((key) => `${key} IS NOT NULL`).join(' AND ');
  return `SELECT count(*) AS broken FROM ${tableName(model)} AS here WHERE ${set} AND NOT EXISTS (SELECT FROM ${tableName(other)} AS there WHERE ${pointed})`;
}
