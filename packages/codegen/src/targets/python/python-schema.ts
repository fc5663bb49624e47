import { SchemaServiceError } from '@schema-service/errors';
import {
  type Enum,
  type ForeignKeyRelation,
  type Model,
  type RelationField,
  type SchemaModel,
  type View,
  withoutAnnotations,
} from '@schema-service/schema-model';
import type { ClientProblem } from '../../client-problem.ts';
import {
  type ClientColumn,
  canInsert,
  visibleColumns,
  visibleKeys,
  visibleModels,
  visibleViews,
} from '../../visible-schema.ts';
import { nameRoom } from './distinct-names.ts';
import { type PythonNaming, pythonNaming } from './python-naming.ts';
import { pythonProblems } from './python-problems.ts';
import { pythonRelations } from './python-relations.ts';
import { type PythonType, pythonType } from './python-type.ts';

/** The schema as the Python client shows it: its names, and only what a client sees. */
export interface PythonSchema {
  readonly enums: readonly PythonEnum[];
  /** Models and views, sorted by name. */
  readonly entities: readonly PythonEntity[];
}

export interface PythonEnum {
  readonly className: string;
  readonly source: Enum;
  readonly members: readonly { readonly name: string; readonly source: Enum['values'][number] }[];
}

/** Which methods an entity offers: each capability has those of the one before it. */
export type Capability = 'view' | 'keyedView' | 'updatable' | 'model';

export interface PythonEntity {
  readonly className: string;
  readonly accessor: string;
  /** The name of a class that is made for the entity alone, which no other one has: `inputName('Where')`. */
  readonly inputName: (suffix: string) => string;
  readonly source: Model | View;
  readonly columns: readonly PythonColumn[];
  /** The relation fields whose other side a client sees, in declaration order. */
  readonly relations: readonly PythonRelation[];
  /** The sets of columns that identify a row, the primary key first. */
  readonly uniques: readonly (readonly PythonColumn[])[];
  /** Those of the table whose columns a client sees, for errors to name the fields. */
  readonly constraints: readonly PythonConstraint[];
  readonly capability: Capability;
}

export interface PythonConstraint {
  /** The name in the database. */
  readonly name: string;
  readonly fields: readonly string[];
}

export interface PythonColumn {
  readonly name: string;
  readonly source: ClientColumn;
  readonly type: PythonType;
}

/** A relation field. What equals what is said by columns of both sides, for a table between them too. */
export interface PythonRelation {
  readonly name: string;
  readonly source: RelationField;
  /** The class of the other side. */
  readonly target: string;
  readonly kind: 'one' | 'maybe' | 'many';
  /** Names of this side's columns. */
  readonly local: readonly string[];
  /** Names of the other side's columns, in the same order. */
  readonly remote: readonly string[];
  /** Whether this side holds the foreign key. */
  readonly owns: boolean;
  /** The name of the other side's relation field, where a client sees it. */
  readonly inverse?: string;
  readonly through?: PythonJoinTable;
  /** What clients do themselves, where no relation is a constraint in the database. */
  readonly emulated?: EmulatedActions;
}

/** What becomes of the rows that point at a row, when that goes or has another key. */
export type EmulatedActions = Pick<ForeignKeyRelation, 'onDelete' | 'onUpdate'>;

/** The table of an implicit many-to-many. */
export interface PythonJoinTable {
  readonly dbName: string;
  readonly namespace?: string;
  /** The column that points at this side. */
  readonly local: 'A' | 'B';
  /** The column that points at the other side. */
  readonly remote: 'A' | 'B';
}

/** Throws `PYTHON_NAME_COLLISION`, naming every annotation `@python.name` that cannot be followed. */
export function pythonSchema(schema: SchemaModel): PythonSchema {
  const problems = pythonProblems(schema);
  if (problems.length > 0) throw unfollowed(problems);
  const names = pythonNaming(schema);
  const model = withoutAnnotations(schema);
  const visible = [...visibleModels(model), ...visibleViews(model)].filter(
    (source) => visibleColumns(source).length > 0,
  );
  const relations = pythonRelations(model, visible, names);
  const inputName = inputNames();
  const entities = visible
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .map((source) => pythonEntity(model, source, names, relations, inputName));
  return { enums: model.enums.map((source) => pythonEnum(source, names)), entities };
}

function unfollowed(problems: readonly ClientProblem[]): SchemaServiceError {
  return new SchemaServiceError({
    code: 'PYTHON_NAME_COLLISION',
    message: problems.map(({ message }) => message).join('\n'),
    why: 'An annotation says a name that the Python client cannot give.',
    fix: problems[0]?.fix ?? '',
    meta: { problems },
  });
}

function pythonEnum(source: Enum, names: PythonNaming): PythonEnum {
  return {
    className: names.enum(source.name),
    source,
    members: source.values.map((value) => ({
      name: names.member(source.name, value.name),
      source: value,
    })),
  };
}

function pythonEntity(
  schema: SchemaModel,
  source: Model | View,
  names: PythonNaming,
  relations: (source: Model | View) => readonly PythonRelation[],
  inputName: (entity: string, suffix: string) => string,
): PythonEntity {
  const columns = visibleColumns(source).map((field) => ({
    name: names.field(source.name, field.name),
    source: field,
    type: pythonType(field, names.enum),
  }));
  const bySource = new Map(columns.map((column) => [column.source, column]));
  const uniques = visibleKeys(source).map((key) =>
    key.flatMap((column) => bySource.get(column) ?? []),
  );
  const className = names.row(source.name);
  return {
    className,
    accessor: names.accessor(source.name),
    inputName: (suffix) => inputName(className, suffix),
    source,
    columns,
    relations: relations(source),
    uniques,
    constraints: pythonConstraints(schema, source, columns),
    capability: capabilityOf(source, uniques.length > 0),
  };
}

function pythonConstraints(
  { relations, relationMode }: SchemaModel,
  source: Model | View,
  columns: readonly PythonColumn[],
): readonly PythonConstraint[] {
  if (source.kind === 'view') return [];
  const { primaryKey, uniques, indexes } = source;
  const keys = [
    ...(primaryKey ? [primaryKey] : []),
    ...uniques,
    ...indexes.filter(({ isUnique }) => isUnique),
  ].map(({ dbName, fields }) => ({ dbName, fields: fields.map(({ name }) => name) }));
  const foreignKeys = relations.flatMap((relation) =>
    relation.kind === 'foreignKey' && relation.from.entity === source.name ? [relation] : [],
  );
  const byName = new Map(columns.map(({ name, source: field }) => [field.name, name]));
  return [...keys, ...(relationMode === 'prisma' ? [] : foreignKeys)].flatMap(
    ({ dbName, fields }) => {
      const named = fields.flatMap((field) => byName.get(field) ?? []);
      return named.length === fields.length ? [{ name: dbName, fields: named }] : [];
    },
  );
}

/** `User` by a field `where` would have the class that the conditions on a model `UserBy` have. */
function inputNames(): (entity: string, suffix: string) => string {
  const room = nameRoom();
  const names = new Map<string, string>();
  return (entity, suffix) => {
    const key = `${entity} ${suffix}`;
    const name = names.get(key) ?? room.claim(`${entity}${suffix}`);
    names.set(key, name);
    return name;
  };
}

function capabilityOf(source: Model | View, hasKey: boolean): Capability {
  if (!hasKey) return 'view';
  if (source.kind === 'view') return 'keyedView';
  return canInsert(source) ? 'model' : 'updatable';
}
