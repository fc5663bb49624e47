import {
  compareStructures,
  type DatabaseStructure,
  readStructure,
  type StructureDifference,
  type StructureObject,
} from '@schema-service/migrator';
import { partsOf } from '@schema-service/postgres-sql';
import {
  type Field,
  type ForeignKeyRelation,
  type Index,
  type Model,
  type Relation,
  type SchemaModel,
  sortedBy,
  type UniqueConstraint,
} from '@schema-service/schema-model';
import { withDatabase } from '../repository/with-database.ts';

/**
 * The schema of a database, without what a version has beside its schema and the database has alike: indexes that its
 * migrations made by hand, with what Prisma's engine takes a unique one for, and materialized views, which the engine does
 * not see.
 *
 * @param read what the engine has read of the database, under the names of `schema`
 * @param schema of the version
 * @param recorded the structure that the version's migrations make
 * @throws SchemaServiceError DATABASE_* where it cannot be reached or read
 */
export async function withoutRecorded(
  url: string,
  read: SchemaModel,
  schema: SchemaModel,
  recorded: DatabaseStructure,
): Promise<SchemaModel> {
  const isSame = sameObjects(recorded, await withDatabase({ url }, readStructure));
  const models = read.models.map((model): Model => {
    const known = schema.models.find(({ name }) => name === model.name);
    return known === undefined ? model : withoutIndexes(model, known, isSame);
  });
  const relations = read.relations.map((relation) => asKnown(relation, read, models, schema));
  const views = schema.views.filter(
    (view) =>
      !read.views.some(({ name }) => name === view.name) && isSame('materialized view', view),
  );
  return {
    ...read,
    models: models.map((model) => withFieldsOf(model, relations, read, schema)),
    relations,
    views: sortedBy([...read.views, ...views], ({ name }) => name),
  };
}

interface Named {
  readonly namespace?: string;
  readonly dbName: string;
}

/** Whether both structures have an object, and no difference in it. */
type IsSame = (kind: StructureObject['kind'], named: Named) => boolean;

function sameObjects(recorded: DatabaseStructure, found: DatabaseStructure): IsSame {
  const keyOf = ({ kind, name }: Pick<StructureObject, 'kind' | 'name'>): string =>
    JSON.stringify([kind, ...partsOf(name)]);
  const different = new Set(
    compareStructures(recorded, found).map((difference) => keyOf(objectOf(difference))),
  );
  const same = new Set(recorded.objects.map(keyOf).filter((key) => !different.has(key)));
  return (kind, { namespace = 'public', dbName }) =>
    same.has(JSON.stringify([kind, namespace, dbName]));
}

function objectOf(difference: StructureDifference): Pick<StructureObject, 'kind' | 'name'> {
  if (difference.kind === 'missing') return difference.expected;
  return difference.kind === 'unexpected' ? difference.actual : difference.object;
}

/** Without the indexes that the version's schema does not have and its structure does. */
function withoutIndexes(model: Model, known: Model, isSame: IsSame): Model {
  const { namespace } = model;
  const names = new Set([...known.uniques, ...known.indexes].map(({ dbName }) => dbName));
  const isSaid = ({ dbName }: UniqueConstraint | Index): boolean =>
    names.has(dbName) ||
    !isSame('index', { dbName, ...(namespace === undefined ? {} : { namespace }) });
  const uniques = model.uniques.filter(isSaid);
  const isUnique = ({ name }: Field): boolean =>
    uniques.some(({ fields }) => fields.length === 1 && fields[0]?.name === name);
  return {
    ...model,
    uniques,
    indexes: model.indexes.filter(isSaid),
    fields: model.fields.map((field) =>
      field.kind === 'relation' ? field : { ...field, isUnique: isUnique(field) },
    ),
  };
}

/** One to many, as the version's schema has it, where the engine read one to one for an index that is left out. */
function asKnown(
  relation: Relation,
  read: SchemaModel,
  models: readonly Model[],
  schema: SchemaModel,
): Relation {
  if (relation.kind === 'joinTable') return relation;
  const { entity } = relation.from;
  const isOne = (all: readonly Model[]): boolean => {
    const { uniques = [], indexes = [] } = all.find(({ name }) => name === entity) ?? {};
    return [...uniques, ...indexes.filter(({ isUnique }) => isUnique)].some(
      ({ fields }) => fields.map(({ name }) => name).join('\n') === relation.fields.join('\n'),
    );
  };
  const known = knownOf(relation, schema);
  const isReadOtherwise = isOne(read.models) && !isOne(models);
  return known && isReadOtherwise ? { ...relation, cardinality: known.cardinality } : relation;
}

const knownOf = (
  { from, fields }: ForeignKeyRelation,
  { relations }: SchemaModel,
): ForeignKeyRelation | undefined =>
  relations.find(
    (one): one is ForeignKeyRelation =>
      one.kind === 'foreignKey' &&
      one.from.entity === from.entity &&
      one.fields.join('\n') === fields.join('\n'),
  );

/** With the fields of the relations that are now said otherwise. */
function withFieldsOf(
  model: Model,
  relations: readonly Relation[],
  read: SchemaModel,
  schema: SchemaModel,
): Model {
  const changed = relations.filter((relation, at) => relation !== read.relations[at]);
  const isOther = ({ name }: Field): boolean =>
    changed.some(
      (one) => one.kind === 'foreignKey' && one.to.entity === model.name && one.to.field === name,
    );
  const known = schema.models.find(({ name }) => name === model.name);
  return {
    ...model,
    fields: model.fields.map((field) =>
      isOther(field) ? (known?.fields.find(({ name }) => name === field.name) ?? field) : field,
    ),
  };
}
