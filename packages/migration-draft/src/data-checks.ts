import { quoteIdentifier } from '@schema-service/postgres-sql';
import { type Change, subjectPath } from '@schema-service/schema-diff';
import type {
  ForeignKeyRelation,
  IndexedField,
  Model,
  SchemaModel,
} from '@schema-service/schema-model';
import { nameOf, sqlName } from './database/names.ts';

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
    return sql === undefined ? [] : [{ kind: 'dataCheck', path: subjectPath(change.subject), sql }];
  });
}

function checkOf(change: Change, current: SchemaModel): string | undefined {
  switch (change.id) {
    case 'PRIMARY_KEY_ADDED':
    case 'UNIQUE_ADDED':
      return repeats(modelIn(current, change.subject.entity), change.current);
    case 'INDEX_ADDED':
      return change.current.isUnique
        ? repeats(modelIn(current, change.subject.entity), change.current, change.current.where)
        : undefined;
    case 'RELATION_ADDED':
      return change.current.kind === 'foreignKey'
        ? refersToNoRow(change.current, current)
        : undefined;
    default:
      return undefined;
  }
}

const modelIn = ({ models }: SchemaModel, name: string): Model | undefined =>
  models.find((model) => model.name === name);

const columnsOf = ({ fields }: Model, names: readonly string[]): readonly string[] =>
  names.map((name) => quoteIdentifier(fields.find((field) => field.name === name)?.dbName ?? name));

function repeats(
  model: Model | undefined,
  key: { readonly fields: readonly IndexedField[] },
  where?: string,
): string | undefined {
  if (model === undefined) return undefined;
  const columns = columnsOf(
    model,
    key.fields.map(({ name }) => name),
  );
  const conditions = [
    ...columns.map((column) => `${column} IS NOT NULL`),
    ...(where === undefined ? [] : [`(${where})`]),
  ].join(' AND ');
  return `SELECT count(*) AS broken FROM (SELECT FROM ${sqlName(nameOf(model))} WHERE ${conditions} GROUP BY ${columns.join(', ')} HAVING count(*) > 1) AS repeated`;
}

function refersToNoRow(relation: ForeignKeyRelation, current: SchemaModel): string | undefined {
  const model = modelIn(current, relation.from.entity);
  const other = modelIn(current, relation.to.entity);
  if (model === undefined || other === undefined) return undefined;
  const keys = columnsOf(model, relation.fields).map((column) => `here.${column}`);
  const references = columnsOf(other, relation.references).map((column) => `there.${column}`);
  const pointed = keys.map((key, index) => `${key} = ${references[index]}`).join(' AND ');
  const set = keys.map((key) => `${key} IS NOT NULL`).join(' AND ');
  return `SELECT count(*) AS broken FROM ${sqlName(nameOf(model))} AS here WHERE ${set} AND NOT EXISTS (SELECT FROM ${sqlName(nameOf(other))} AS there WHERE ${pointed})`;
}
