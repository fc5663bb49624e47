import type { DatabaseStructure, StructureObject } from '@schema-service/migrator';
import { nameParts, placeOf } from './comparable-model.ts';

/**
 * The part of a structure that the schema language can speak of, in one
 * spelling: a unique constraint is the unique index that it is, a view that the
 * schema knows is a table with columns that have nothing but a type, and what
 * no schema can say (checks, triggers, functions, policies, partitions, views
 * that it does not know) is left out.
 */
export function comparableStructure(
  structure: DatabaseStructure,
  views: ReadonlySet<string>,
): DatabaseStructure {
  const isKnownView = (name: string): boolean => views.has(placeOf(...nameParts(name)));
  const hidden = new Set(
    structure.objects
      .filter(
        ({ kind, name, properties }) =>
          (isViewKind(kind) && !isKnownView(name)) || properties['partition of'] !== undefined,
      )
      .map(({ name }) => name),
  );
  const comparable = (object: StructureObject): readonly StructureObject[] => {
    const { kind, name, table = '' } = object;
    if (hidden.has(name) || hidden.has(table)) return [];
    switch (kind) {
      case 'schema':
      case 'extension':
      case 'enum':
        return [object];
      case 'table':
      case 'view':
      case 'materialized view':
        return [{ kind: 'table', name, properties: {} }];
      case 'column':
        return [isKnownView(table) ? only(object, 'type') : comparableColumn(object)];
      case 'constraint':
        return comparableConstraint(object);
      case 'index':
        return isKnownView(table) ? [] : [comparableIndex(object)];
      default:
        return [];
    }
  };
  return { ...structure, objects: structure.objects.flatMap(comparable) };
}

const isViewKind = (kind: StructureObject['kind']): boolean =>
  kind === 'view' || kind === 'materialized view';

function only(object: StructureObject, property: string): StructureObject {
  const { [property]: value } = object.properties;
  return { ...object, properties: value === undefined ? {} : { [property]: value } };
}

/** What counts up is a default of one kind, whether a serial or an identity; the moment of now has two spellings. */
function comparableColumn(object: StructureObject): StructureObject {
  const { type = '', nullable = false, default: given, identity, generated } = object.properties;
  const spelling = String(given ?? '');
  const counted = identity !== undefined || spelling.startsWith('nextval(');
  const value = spelling === 'now()' ? 'CURRENT_TIMESTAMP' : given;
  return {
    ...object,
    properties: {
      type,
      nullable,
      // The language has no word for a generated column: it is one without a default.
      ...(counted ? { default: 'autoincrement()' } : {}),
      ...(counted || generated !== undefined || value === undefined ? {} : { default: value }),
    },
  };
}

/** An index of a partitioned table is printed with a word of its own. */
function comparableIndex(object: StructureObject): StructureObject {
  const { definition } = object.properties;
  if (typeof definition !== 'string') return object;
  const plain = definition.replace(/^(CREATE (?:UNIQUE )?INDEX .*?) ON ONLY /, '$1 ON ');
  return { ...object, properties: { ...object.properties, definition: plain } };
}

function comparableConstraint(object: StructureObject): readonly StructureObject[] {
  const { name, table = '' } = object;
  const definition = String(object.properties.definition)
    .replace(/ NULLS NOT DISTINCT| INCLUDE \([^)]*\)/g, '')
    .replace(/ DEFERRABLE| INITIALLY DEFERRED/g, '');
  if (/^(?:FOREIGN|PRIMARY) KEY /.test(definition))
    return [{ ...object, properties: { definition } }];
  if (!definition.startsWith('UNIQUE ')) return [];
  const constraint = name.slice(table.length + 1);
  const schema = table.slice(0, table.length - lastPart(table).length);
  const columns = definition.slice('UNIQUE '.length);
  return [
    {
      kind: 'index',
      name: `${schema}${constraint}`,
      table,
      properties: {
        definition: `CREATE UNIQUE INDEX ${constraint} ON ${table} USING btree ${columns}`,
      },
    },
  ];
}

const lastPart = (name: string): string => name.match(/(?:"(?:[^"]|"")*"|[^.]+)$/)?.[0] ?? name;
