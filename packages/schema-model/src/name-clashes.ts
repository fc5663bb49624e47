import { joinTableKeyNames, MAX_IDENTIFIER_BYTES } from './constraint-names.ts';
import { columnsOf, pathOf } from './queries/fields.ts';
import type { Model, SchemaModel, SourceLocation, View } from './schema-model.ts';

/** What the database cannot hold under the name that it would have there. */
export interface NameClash {
  readonly location: SourceLocation;
  readonly message: string;
}

/** A name that the schema makes in the database. */
interface MadeName {
  /** The PostgreSQL schema. Absent for columns and values. */
  readonly namespace?: string;
  readonly dbName: string;
  /** What has the name: `the model User`. */
  readonly what: string;
  readonly location?: SourceLocation | undefined;
}

/**
 * What Prisma's engine accepts and PostgreSQL refuses or merges: two tables, indexes, types, columns
 * or values of one name, empty names, and values of an enum that are too long. The engine compares
 * the names of constraints only with each other, and all others as they are before PostgreSQL cuts
 * them. One clash is told for a place.
 */
export function findNameClashes(schema: SchemaModel): readonly NameClash[] {
  const { models, views, enums } = schema;
  const [tables, types] = [tableNames(schema), typeNames(schema)];
  const columns = [...models, ...views].map(columnNames);
  const values = enums.map(({ name, values: all }) =>
    all.map((value): MadeName => ({ ...value, what: `the value ${name}.${value.name}` })),
  );
  const clashes = [
    ...clashesAmong([...tables, ...indexNames(schema)]),
    ...clashesAmong(types),
    ...[...columns, ...values].flatMap(clashesAmong),
    ...[...tables, ...types, ...columns.flat()].flatMap(emptyName),
    ...values.flat().flatMap(longValue),
  ];
  const placeOf = ({ location: { file, line, column } }: NameClash): string =>
    JSON.stringify([file, line, column]);
  const places = clashes.map(placeOf);
  return clashes.filter((_, index) => places.indexOf(places[index] ?? '') === index);
}

/** Tables and views. */
function tableNames(schema: SchemaModel): readonly MadeName[] {
  const entities = [...schema.models, ...schema.views];
  return [
    ...entities.map(
      (entity): MadeName => ({ ...entity, what: `the ${entity.kind} ${entity.name}` }),
    ),
    ...joinTables(schema).map(({ table }) => table),
  ];
}

/** PostgreSQL keeps the names of indexes and of tables together. */
function indexNames(schema: SchemaModel): readonly MadeName[] {
  const ofModels = schema.models.flatMap((model) => {
    const keys = [...(model.primaryKey ? [model.primaryKey] : []), ...model.uniques];
    return [...keys, ...model.indexes].map(
      ({ dbName }): MadeName => ({ ...model, dbName, what: `an index of the model ${model.name}` }),
    );
  });
  const ofJoinTables = joinTables(schema).flatMap(({ relation, table }) =>
    joinTableKeyNames(relation).map(
      (dbName): MadeName => ({ ...table, dbName, what: `an index of ${table.what}` }),
    ),
  );
  return [...ofModels, ...ofJoinTables];
}

/** The tables of many-to-many relations, with the name of the relation. */
function joinTables({
  models,
  relations,
}: SchemaModel): readonly { readonly relation: string; readonly table: MadeName }[] {
  return relations.flatMap((relation) => {
    if (relation.kind !== 'joinTable') return [];
    const { a, b } = relation;
    const model = models.find(({ name }) => name === a.entity);
    const field = model?.fields.find(({ name }) => name === a.field);
    const what = `the join table of ${pathOf(a)} and ${pathOf(b)}`;
    return [{ relation: relation.name, table: { ...relation, what, location: field?.location } }];
  });
}

/** Enums, and the tables that have the name of one: a table is also the type of its rows. */
function typeNames(schema: SchemaModel): readonly MadeName[] {
  const enums = schema.enums.map(
    (declared): MadeName => ({
      ...declared,
      what: `the enum ${declared.name}`,
    }),
  );
  const ofEnums = new Set(enums.map(keyOf));
  return [...enums, ...tableNames(schema).filter((table) => ofEnums.has(keyOf(table)))];
}

const columnNames = (entity: Model | View): readonly MadeName[] =>
  columnsOf(entity).map(({ name, dbName, location }) => ({
    dbName,
    what: `the field ${entity.name}.${name}`,
    location,
  }));

function longValue({ dbName, location }: MadeName): readonly NameClash[] {
  const length = Buffer.byteLength(dbName);
  if (length <= MAX_IDENTIFIER_BYTES || location === undefined) return [];
  const message = `PostgreSQL takes ${MAX_IDENTIFIER_BYTES} bytes for a value of an enum, and this one has ${length}. Give it a shorter name in the database with @map.`;
  return [{ location, message }];
}

function emptyName({ dbName, what, location }: MadeName): readonly NameClash[] {
  if (dbName !== '' || location === undefined) return [];
  return [{ location, message: `In the database ${what} would have no name.` }];
}

function clashesAmong(names: readonly MadeName[]): readonly NameClash[] {
  const first = new Map<string, MadeName>();
  return names.flatMap((name): readonly NameClash[] => {
    const other = first.get(keyOf(name));
    if (other === undefined) {
      first.set(keyOf(name), name);
      return [];
    }
    if (name.location === undefined) return [];
    const isFull = Buffer.byteLength(name.dbName) === MAX_IDENTIFIER_BYTES;
    const cut = isFull ? ` PostgreSQL cuts names to ${MAX_IDENTIFIER_BYTES} bytes.` : '';
    const message = `In the database ${name.what} would have the name that ${other.what} has: "${name.dbName}".${cut} Give one of them another name.`;
    return [{ location: name.location, message }];
  });
}

const keyOf = ({ namespace = 'public', dbName }: MadeName): string =>
  JSON.stringify([namespace, dbName]);
