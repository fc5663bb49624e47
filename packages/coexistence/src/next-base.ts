import { distinctName } from '@schema-service/migration-draft';
import { type RenameFact, underCurrentNames } from '@schema-service/schema-diff';
import type {
  ColumnField,
  Field,
  ForeignKeyRelation,
  Index,
  Model,
  PrimaryKey,
  Relation,
  SchemaModel,
  UniqueConstraint,
  View,
} from '@schema-service/schema-model';
import { pathOf, sidesOf, sortedBy } from '@schema-service/schema-model';
import { freeKeyName, withFreeKeys } from './key-names.ts';
import { modelIn, nameOfVersion } from './layout.ts';
import { isCounted } from './narrow.ts';
import { isTwin, type Place } from './place-columns.ts';
import { type SetAsideView, withNames } from './set-aside-views.ts';

/** The tables below all versions, from before a new one to when it opens. Their names are those of the newer version. */
export interface NextBase {
  /** As they are, each column by the name that the newer version has for its field. */
  readonly named: SchemaModel;
  /** As they are, with other names for what the newer version has elsewhere. */
  readonly before: SchemaModel;
  /** With everything that is new, empty still. */
  readonly expanded: SchemaModel;
  /** With what holds for rows once they are filled: NOT NULL, indexes, keys. */
  readonly proven: SchemaModel;
}

export interface NextBaseInput {
  readonly base: SchemaModel;
  /** Those of tables and columns, and behind them those of join tables. */
  readonly renames: readonly (readonly RenameFact[])[];
  /** The newer schema, as the database would have it alone. */
  readonly wanted: SchemaModel;
  /** The versions on both sides of the step. */
  readonly versions: { readonly older: string; readonly newer: string };
  readonly places: ReadonlyMap<string, Place>;
  readonly shared: ReadonlySet<string>;
  readonly views: readonly SetAsideView[];
}

export function nextBase({
  base,
  renames,
  wanted,
  versions,
  places,
  shared,
  views,
}: NextBaseInput): NextBase {
  const named = underNames(base, renames);
  const aside = [
    ...setAside(named, wanted, versions.older, places, shared),
    ...views.map(({ rename }) => rename),
  ];
  const held = underCurrentNames(named, aside, { databaseNames: 'kept' });
  const grown = withGrownEnums(withNewViews(held, wanted), wanted, shared);
  const before = alignRelations(grown, wanted, versions.older);
  const replaced = new Set(views.map(({ view }) => view.name));
  const expanded = expand(before, wanted, versions.newer, places, replaced);
  const proven = prove({ named, expanded, wanted, version: versions.newer, places });
  const current = wanted.views.filter(({ name }) => replaced.has(name));
  return {
    named,
    before,
    expanded,
    // In one moment, so that those who know a view find one.
    proven: { ...proven, views: [...withNames(proven, views).views, ...current] },
  };
}

/** Under the names of all facts, one list after the other, but for those that the database has. */
export const underNames = (
  schema: SchemaModel,
  renames: readonly (readonly RenameFact[])[],
): SchemaModel =>
  renames.reduce(
    (named, facts) => underCurrentNames(named, facts, { databaseNames: 'kept' }),
    schema,
  );

/** Other names for what stays for older versions, where the newer one needs the name for something else. */
function setAside(
  base: SchemaModel,
  wanted: SchemaModel,
  version: string,
  places: ReadonlyMap<string, Place>,
  shared: ReadonlySet<string>,
): readonly RenameFact[] {
  const asideName = (name: string): string => `${name}__${nameOfVersion(version)}`;
  const enums = base.enums
    .filter(({ name }) => !shared.has(name) && wanted.enums.some((other) => other.name === name))
    .map(({ name, dbName }): RenameFact => {
      const previous = { name, databaseName: dbName };
      const current = { ...previous, name: asideName(name) };
      return {
        kind: 'change',
        id: 'ENUM_RENAMED',
        subject: { kind: 'enum', name: current.name },
        previous,
        current,
      };
    });
  const fields = base.models.flatMap((model) => {
    const next = modelIn(wanted, model.name);
    const isTaken = ({ name }: Field): boolean =>
      next?.fields.some((field) => field.name === name) === true &&
      places.get(`${model.name}.${name}`)?.kind !== 'kept';
    return model.fields.filter(isTaken).map(({ name, dbName }): RenameFact => {
      const previous = { name, databaseName: dbName };
      const current = { ...previous, name: asideName(name) };
      const subject = {
        kind: 'field',
        owner: 'model',
        entity: model.name,
        name: current.name,
      } as const;
      return { kind: 'change', id: 'FIELD_RENAMED', subject, previous, current };
    });
  });
  return [...enums, ...fields];
}

/** With all values of the types that both versions share, which come before everything else. */
function withGrownEnums(
  base: SchemaModel,
  wanted: SchemaModel,
  shared: ReadonlySet<string>,
): SchemaModel {
  const values = new Map(wanted.enums.map((one) => [one.name, one.values]));
  return {
    ...base,
    enums: base.enums.map((one) =>
      shared.has(one.name) ? { ...one, values: values.get(one.name) ?? one.values } : one,
    ),
  };
}

/** With views as the newer version reads them: what may be null in one is nothing that the database has. */
function withNewViews(base: SchemaModel, wanted: SchemaModel): SchemaModel {
  const views = base.views.map((view): View => {
    const next = wanted.views.find(({ name }) => name === view.name);
    if (next === undefined) return view;
    const { dbName, namespace } = view;
    const held = new Map(view.fields.map((field) => [field.name, field.dbName]));
    const fields = next.fields.map((field) => ({
      ...field,
      dbName: held.get(field.name) ?? field.dbName,
    }));
    return { ...next, dbName, fields, ...(namespace === undefined ? {} : { namespace }) };
  });
  return { ...base, views };
}

/** Relations that are the same under the names that the newer version has for them, as the database has them. */
function alignRelations(base: SchemaModel, wanted: SchemaModel, version: string): SchemaModel {
  const taken = new Set(wanted.relations.map((relation) => pathOf(sidesOf(relation)[0])));
  const relations = base.relations.map((relation): Relation => {
    const same = wanted.relations.find((other) => isSameRelation(relation, other));
    if (same?.kind === 'foreignKey' && relation.kind === 'foreignKey') {
      const { dbName, onDelete, onUpdate } = relation;
      return { ...same, dbName, onDelete, onUpdate };
    }
    if (relation.kind === 'joinTable' || !taken.has(pathOf(relation.from))) return relation;
    const field = `${relation.from.field}__${nameOfVersion(version)}`;
    return { ...relation, from: { ...relation.from, field } };
  });
  return { ...base, relations };
}

/** Join tables are tables as others are, so that there are foreign keys alone. */
export function isSameRelation(one: Relation, other: Relation): boolean {
  if (one.kind === 'joinTable' || other.kind === 'joinTable') return false;
  const key = ({ from, to, fields, references }: ForeignKeyRelation): string =>
    JSON.stringify([from.entity, fields, to.entity, references]);
  return key(one) === key(other);
}

function expand(
  before: SchemaModel,
  wanted: SchemaModel,
  version: string,
  places: ReadonlyMap<string, Place>,
  replaced: ReadonlySet<string>,
): SchemaModel {
  const newModels = wanted.models
    .filter(({ name }) => modelIn(before, name) === undefined)
    .map((model) => withFreeKeys(model, freeKeyName(before, model, version)));
  const isNew = (name: string): boolean => newModels.some((model) => model.name === name);
  // A key that comes with this step is one when rows are filled.
  const isReferable = (entity: string, names: readonly string[]): boolean => {
    const model = modelIn(before, entity);
    return (
      model === undefined || [model.primaryKey, ...model.uniques].some((key) => isOver(key, names))
    );
  };
  return {
    ...before,
    namespaces: [...new Set([...before.namespaces, ...wanted.namespaces])].sort(),
    extensions: together(before.extensions ?? [], wanted.extensions ?? []),
    enums: together(before.enums, wanted.enums),
    views: [
      ...before.views,
      ...wanted.views.filter(
        ({ name }) => !replaced.has(name) && !before.views.some((view) => view.name === name),
      ),
    ],
    models: sortedBy(
      [
        ...before.models.map((model) => {
          const next = modelIn(wanted, model.name);
          return next === undefined ? model : withNewColumns(model, next, version, places);
        }),
        ...newModels,
      ],
      ({ name }) => name,
    ),
    relations: [
      ...before.relations,
      ...newRelations(before, wanted, version).filter(
        (relation) =>
          relation.kind === 'foreignKey' &&
          isNew(relation.from.entity) &&
          isReferable(relation.to.entity, relation.references),
      ),
    ],
  };
}

/** What both have as the newer version says it. */
function together<Part extends { readonly name: string }>(
  before: readonly Part[],
  wanted: readonly Part[],
): readonly Part[] {
  const names = new Set(wanted.map(({ name }) => name));
  return sortedBy(
    [...before.filter(({ name }) => !names.has(name)), ...wanted],
    ({ name }) => name,
  );
}

/** Those that the tables do not have, under names that nothing has which stays for older versions. */
function newRelations(
  base: SchemaModel,
  wanted: SchemaModel,
  version: string,
): readonly Relation[] {
  const taken = new Set(base.relations.map(({ dbName }) => dbName));
  return wanted.relations
    .filter((relation) => !base.relations.some((other) => isSameRelation(other, relation)))
    .map((relation) =>
      taken.has(relation.dbName)
        ? { ...relation, dbName: distinctName(relation.dbName, `__${nameOfVersion(version)}`) }
        : relation,
    );
}

function withNewColumns(
  model: Model,
  wanted: Model,
  version: string,
  places: ReadonlyMap<string, Place>,
): Model {
  const taken = new Set(model.fields.map(({ dbName }) => dbName));
  const columns = wanted.fields.flatMap((field): readonly Field[] => {
    const place = places.get(`${model.name}.${field.name}`);
    if (place === undefined || place.kind === 'kept' || field.kind === 'relation') return [];
    const isFree = !isTwin(place) && !taken.has(field.dbName);
    const dbName = isFree
      ? field.dbName
      : distinctName(field.dbName, `__${nameOfVersion(version)}`);
    if (place.kind === 'added') return [{ ...field, dbName }];
    return [{ ...emptyColumn(isCountedPlace(place) ? field : withoutDefault(field)), dbName }];
  });
  return { ...model, fields: [...model.fields, ...columns] };
}

/** What a sequence counts has its number whichever version makes the row. */
const isCountedPlace = (place: Place): boolean =>
  place.kind === 'counted' || (place.kind === 'twin' && place.isCounted === true);

/** A column for which rows have no value yet. */
function emptyColumn(field: ColumnField): ColumnField {
  const arity = field.arity === 'list' ? 'list' : 'optional';
  return { ...field, arity, isId: false, isUnique: false };
}

/** A default would hide which of the columns of one field was written. Versions have it in their views. */
function withoutDefault({ default: _, ...field }: ColumnField): ColumnField {
  return field;
}

interface Proof {
  readonly named: SchemaModel;
  readonly expanded: SchemaModel;
  readonly wanted: SchemaModel;
  readonly version: string;
  readonly places: ReadonlyMap<string, Place>;
}

function prove(proof: Proof): SchemaModel {
  const { expanded, wanted, version } = proof;
  const { relationMode: _, ...inForce } = expanded;
  return {
    // Keys that hold for the older version stay, and those that hold for the newer one come.
    ...(wanted.relationMode === 'prisma' ? expanded : inForce),
    models: expanded.models.map((model) => {
      const next = modelIn(wanted, model.name);
      return next === undefined ? model : provenModel(model, next, proof);
    }),
    relations: [
      ...expanded.relations,
      ...(wanted.relationMode === expanded.relationMode
        ? newRelations(expanded, wanted, version)
        : []),
    ],
  };
}

function provenModel(
  model: Model,
  wanted: Model,
  { named, expanded, version, places }: Proof,
): Model {
  const placeOf = (name: string): Place | undefined => places.get(`${model.name}.${name}`);
  // What a sequence counts has its number whoever inserts a row.
  const followed = new Set(
    modelIn(named, model.name)
      ?.fields.filter((field) => isTwin(placeOf(field.name)) && !isCounted(field))
      .map(({ dbName }) => dbName),
  );
  const fields = model.fields.map((field): Field => {
    const next = wanted.fields.find(({ name }) => name === field.name);
    const place = placeOf(field.name);
    if (next !== undefined && place !== undefined && isEmptyAtFirst(place)) {
      return { ...field, arity: next.arity };
    }
    // It goes on behind the numbers that are there, and does not know of those that the older version gives later.
    if (next && isCounted(next) && !isCounted(field) && field.kind !== 'relation') {
      return { ...field, default: { kind: 'autoincrement' } };
    }
    return field.kind !== 'relation' && followed.has(field.dbName) ? withoutDefault(field) : field;
  });
  const freeName = freeKeyName(expanded, model, version);
  const { primaryKey = wanted.primaryKey } = model;
  const keys = [...wanted.uniques, ...secondKey(primaryKey, wanted)];
  const added = <Key extends UniqueConstraint | Index>(
    known: readonly Key[],
    keys: readonly Key[],
  ) =>
    keys
      .filter((key) => !known.some((other) => isSameKey(other, key)))
      .map((key): Key => ({ ...key, dbName: freeName(key.dbName) }));
  return {
    ...model,
    ...(primaryKey === undefined ? {} : { primaryKey }),
    fields,
    uniques: sortedBy([...model.uniques, ...added(model.uniques, keys)], ({ dbName }) => dbName),
    indexes: sortedBy(
      [...model.indexes, ...added(model.indexes, wanted.indexes)],
      ({ dbName }) => dbName,
    ),
  };
}

const isOver = (key: Pick<PrimaryKey, 'fields'> | undefined, names: readonly string[]): boolean =>
  key?.fields.length === names.length && key.fields.every(({ name }) => names.includes(name));

const isEmptyAtFirst = (place: Place): boolean =>
  isTwin(place) || place.kind === 'filled' || place.kind === 'counted';

/** The newer version's primary key, where the table has another: until older versions are gone, its columns are unique. */
function secondKey(
  held: PrimaryKey | undefined,
  { primaryKey }: Model,
): readonly UniqueConstraint[] {
  const isHeld = JSON.stringify(held?.fields) === JSON.stringify(primaryKey?.fields);
  return primaryKey === undefined || isHeld ? [] : [{ ...primaryKey, kind: 'unique' }];
}

/** Whether two keys say the same, whatever they are called. */
function isSameKey(one: UniqueConstraint | Index, other: UniqueConstraint | Index): boolean {
  const said = (key: UniqueConstraint | Index): string =>
    JSON.stringify(
      key.kind === 'unique'
        ? [key.fields]
        : [key.fields, key.algorithm, key.isUnique === true, key.where],
    );
  return one.kind === other.kind && said(one) === said(other);
}
