import { type Change, declarationOf, renamesIn } from '@schema-service/schema-diff';
import {
  type ColumnField,
  columnsOf,
  type JoinTableRelation,
  type Model,
  pathOf,
  type SchemaModel,
} from '@schema-service/schema-model';
import { isKeptType, valuesBetween } from './kept-values.ts';

/** A table that is there before and after, and what of it must be. Names are the database's, unquoted. */
export interface Correspondence {
  readonly from: TableName;
  readonly to: TableName;
  readonly columns: readonly ColumnCorrespondence[];
}

export interface TableName {
  readonly namespace: string;
  readonly name: string;
}

/** A column whose values are the same after, since its type holds them. */
export interface ColumnCorrespondence {
  readonly from: string;
  readonly to: string;
  /** What a value that is there before is after; undefined where it may be anything. */
  readonly valueAfter: (text: string | null) => string | null | undefined;
}

/** What of the rows of one schema must be found in a database that was moved to the other. */
export function correspondences(
  from: SchemaModel,
  to: SchemaModel,
  names: Renames,
): readonly Correspondence[] {
  const models = from.models.flatMap((model): readonly Correspondence[] => {
    const counterpart = to.models.find(({ name }) => name === names.top(model.name));
    if (counterpart === undefined) return [];
    const columns = columnsOf(model).flatMap((field): readonly ColumnCorrespondence[] => {
      const name = names.member(model.name, field.name);
      const after = columnsOf(counterpart).find((other) => other.name === name);
      if (after === undefined || !isKeptType(field, after, names)) return [];
      return [
        {
          from: field.dbName,
          to: after.dbName,
          valueAfter: valueAfter(field, after, from, to, names),
        },
      ];
    });
    return [{ from: tableOf(model), to: tableOf(counterpart), columns }];
  });
  return [...models, ...joinTables(from, to, names)];
}

function valueAfter(
  field: ColumnField,
  after: ColumnField,
  from: SchemaModel,
  to: SchemaModel,
  names: Renames,
): ColumnCorrespondence['valueAfter'] {
  const between = valuesBetween(field, after, from, to, names);
  return (text) => {
    if (text === null) return after.arity === 'optional' ? null : undefined;
    return between(text);
  };
}

const tableOf = ({ namespace = 'public', dbName }: Model | JoinTableRelation): TableName => ({
  namespace,
  name: dbName,
});

/** The tables of many-to-many relations that are between the same models, and alone there or of one field. */
function joinTables(from: SchemaModel, to: SchemaModel, names: Renames): readonly Correspondence[] {
  const current = to.relations.filter((relation) => relation.kind === 'joinTable');
  return from.relations.flatMap((relation): readonly Correspondence[] => {
    if (relation.kind !== 'joinTable') return [];
    const sides = [relation.a, relation.b].map(({ entity, field }) => ({
      entity: names.top(entity),
      field: names.member(entity, field),
    }));
    const entities = sides.map(({ entity }) => entity);
    const paths = new Set(sides.map(pathOf));
    const between = current.filter(({ a, b }) =>
      [`${a.entity} ${b.entity}`, `${b.entity} ${a.entity}`].includes(entities.join(' ')),
    );
    const counterpart =
      between.find(({ a, b }) => paths.has(pathOf(a)) && paths.has(pathOf(b))) ??
      between.find(({ a, b }) => paths.has(pathOf(a)) || paths.has(pathOf(b)));
    if (counterpart === undefined) return [];
    const isTurned =
      entities[0] === entities[1]
        ? pathOf(sides[0] ?? relation.a) === pathOf(counterpart.b)
        : counterpart.a.entity !== entities[0];
    const same = (text: string | null): string | null => text;
    const columns = (['A', 'B'] as const).map((column) => ({
      from: column,
      to: isTurned ? (column === 'A' ? 'B' : 'A') : column,
      valueAfter: same,
    }));
    const isKeptKey = [relation.a, relation.b].every(({ entity }) => {
      const before = keyOf(from, entity);
      const after = keyOf(to, names.top(entity));
      return before !== undefined && after !== undefined && isKeptType(before, after, names);
    });
    return [
      { from: tableOf(relation), to: tableOf(counterpart), columns: isKeptKey ? columns : [] },
    ];
  });
}

function keyOf({ models }: SchemaModel, entity: string): ColumnField | undefined {
  const model = models.find(({ name }) => name === entity);
  const name = model?.primaryKey?.fields[0]?.name;
  return model && columnsOf(model).find((field) => field.name === name);
}

/** The names that things have at the other end of a way. Members are given with the name that their owner has here. */
export interface Renames {
  readonly top: (name: string) => string;
  readonly member: (owner: string, name: string) => string;
}

/** What the changes rename, and the same for the way back. */
export function renamesOf(changes: readonly Change[]): {
  readonly there: Renames;
  readonly back: Renames;
} {
  const renames = renamesIn(changes);
  const tops = renames.flatMap(
    ({ id, previous, current }): readonly (readonly [string, string])[] =>
      id === 'FIELD_RENAMED' || id === 'ENUM_VALUE_RENAMED' ? [] : [[previous.name, current.name]],
  );
  const newTop = new Map(tops);
  const oldTop = new Map(tops.map(([from, to]) => [to, from] as const));
  const members = renames.flatMap((rename): readonly (readonly [string, string])[] => {
    if (rename.id !== 'FIELD_RENAMED' && rename.id !== 'ENUM_VALUE_RENAMED') return [];
    const owner = declarationOf(rename.subject) ?? '';
    return [
      [`${oldTop.get(owner) ?? owner}.${rename.previous.name}`, `${owner}.${rename.current.name}`],
    ];
  });
  const newMember = new Map(members);
  const oldMember = new Map(members.map(([from, to]) => [to, from] as const));
  const lookUp = (
    topNames: ReadonlyMap<string, string>,
    memberNames: ReadonlyMap<string, string>,
  ): Renames => ({
    top: (name) => topNames.get(name) ?? name,
    member: (owner, name) => memberNames.get(`${owner}.${name}`)?.split('.')[1] ?? name,
  });
  return { there: lookUp(newTop, newMember), back: lookUp(oldTop, oldMember) };
}
