import {
  type Enum,
  type Field,
  type Model,
  type SchemaModel,
  statedPythonName,
  type View,
} from '@schema-service/schema-model';
import { visibleModels, visibleViews } from '../../visible-schema.ts';
import { distinctNames } from './distinct-names.ts';
import {
  ACCESSOR,
  accessorName,
  CLASS,
  className,
  FIELD,
  fieldName,
  MEMBER,
  memberName,
  type Spelling,
} from './python-names.ts';

/** What the declarations of a schema are called in Python. Names are asked for by those of the schema. */
export interface PythonNaming {
  /** The class of a model or a view, in `models`. */
  readonly row: (entity: string) => string;
  /** The attribute of a client for a model or a view. */
  readonly accessor: (entity: string) => string;
  /** The attribute of a row and key of an input. */
  readonly field: (entity: string, field: string) => string;
  /** The class of an enum, in `enums`. */
  readonly enum: (name: string) => string;
  /** The member of an enum for a value. */
  readonly member: (enumName: string, value: string) => string;
}

/** A set of declarations that have to be told apart. */
export interface NamedPlace {
  /** `Model User`, for messages. */
  readonly place: string;
  readonly declared: readonly Declared[];
}

type Declared = Pick<Enum | Model | View, 'name' | 'documentation' | 'location'>;

/** The sets of declarations of a schema whose names must differ: models and views, enums, fields, values. */
export function namedPlaces(schema: SchemaModel): readonly NamedPlace[] {
  const entities = entitiesOf(schema);
  return [
    { place: 'Models and views', declared: entities },
    { place: 'Enums', declared: schema.enums },
    ...entities.map((entity) => ({
      place: `${entity.kind === 'view' ? 'View' : 'Model'} ${entity.name}`,
      declared: entity.fields.filter(isShown),
    })),
    ...schema.enums.map(({ name, values }) => ({ place: `Enum ${name}`, declared: values })),
  ];
}

/**
 * The names of a whole schema whose annotations `@python.name` are there still.
 * What is not in the schema, or in no client, is called as it would be alone.
 */
export function pythonNaming(schema: SchemaModel): PythonNaming {
  const entities = entitiesOf(schema);
  const rows = namesOf(entities, CLASS);
  const accessors = namesOf(entities, ACCESSOR);
  const enums = namesOf(schema.enums, CLASS);
  const fields = new Map(
    entities.map(({ name, fields }) => [name, namesOf(fields.filter(isShown), FIELD)]),
  );
  const members = new Map(schema.enums.map(({ name, values }) => [name, namesOf(values, MEMBER)]));
  return {
    row: (entity) => rows.get(entity) ?? className(entity),
    accessor: (entity) => accessors.get(entity) ?? accessorName(entity),
    field: (entity, field) => fields.get(entity)?.get(field) ?? fieldName(field),
    enum: (name) => enums.get(name) ?? className(name),
    member: (enumName, value) => members.get(enumName)?.get(value) ?? memberName(value),
  };
}

/** What a declaration is called before Python's spelling: by its annotation, or as in the schema. */
export const spokenName = (declared: Declared): string =>
  statedPythonName(declared) ?? declared.name;

function namesOf(declared: readonly Declared[], spelling: Spelling): ReadonlyMap<string, string> {
  const names = distinctNames(declared.map(spokenName), spelling);
  return new Map(declared.map((one) => [one.name, names.get(spokenName(one)) ?? one.name]));
}

function entitiesOf(schema: SchemaModel): readonly (Model | View)[] {
  return [...visibleModels(schema), ...visibleViews(schema)];
}

const isShown = (field: Field): boolean => !field.isIgnored && field.kind !== 'unsupported';
