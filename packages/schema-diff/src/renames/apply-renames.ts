import {
  type DefaultValue,
  defaultRelationName,
  type Enum,
  type Field,
  foreignKeyName,
  type Model,
  type Relation,
  type RelationSide,
  type SchemaModel,
  sortedBy,
  type View,
} from '@schema-service/schema-model';
import { type NewNames, newNamesOf } from './new-names.ts';
import { renamedKeys } from './renamed-keys.ts';
import type { ResolvedRename } from './resolved-rename.ts';

/**
 * What renames alone make of a schema: everything that names a renamed thing
 * follows, and so do constraint names that were made of its name. A join table
 * keeps its name: moving it is a change that clients notice.
 */
export function applyRenames(schema: SchemaModel, renames: readonly ResolvedRename[]): SchemaModel {
  if (renames.length === 0) return schema;
  const names = newNamesOf(renames);
  const entities = new Map(
    [...schema.models, ...schema.views].map((entity) => [entity.name, entity]),
  );
  const byName = ({ name }: { readonly name: string }): string => name;
  return {
    ...schema,
    enums: sortedBy(
      schema.enums.map((declared) => renamedEnum(declared, names)),
      byName,
    ),
    models: sortedBy(
      schema.models.map((model): Model => {
        const keys = renamedKeys(model, names);
        return { ...renamedEntity(model, names), ...keys };
      }),
      byName,
    ),
    views: sortedBy(
      schema.views.map((view): View => {
        const { indexes: _, ...keys } = renamedKeys(view, names);
        return { ...renamedEntity(view, names), ...keys };
      }),
      byName,
    ),
    relations: schema.relations.map((relation) => renamedRelation(relation, names, entities)),
  };
}

function renamedEnum(declared: Enum, names: NewNames): Enum {
  const name = names.top(declared.name);
  return {
    ...declared,
    name,
    dbName: names.table(name, declared.dbName),
    values: declared.values.map((value) => {
      const renamed = names.member(name, value.name);
      return { ...value, name: renamed, dbName: names.column(name, renamed, value.dbName) };
    }),
  };
}

function renamedEntity<Entity extends Model | View>(entity: Entity, names: NewNames): Entity {
  const name = names.top(entity.name);
  return {
    ...entity,
    name,
    dbName: names.table(name, entity.dbName),
    fields: entity.fields.map((field) => renamedField(field, entity.name, names)),
  };
}

function renamedField(field: Field, oldEntity: string, names: NewNames): Field {
  const entity = names.top(oldEntity);
  const name = names.member(entity, field.name);
  switch (field.kind) {
    case 'relation': {
      const type = names.top(field.type);
      return {
        ...field,
        name,
        dbName: name,
        type,
        relationName: relationName(field.relationName, oldEntity, field.type, names),
        fields: field.fields.map((key) => names.member(entity, key)),
        references: field.references.map((key) => names.member(type, key)),
      };
    }
    case 'enum': {
      const type = names.top(field.type);
      return {
        ...field,
        name,
        dbName: names.column(entity, name, field.dbName),
        type,
        ...(field.default === undefined
          ? {}
          : { default: renamedDefault(field.default, type, names) }),
      };
    }
    default:
      return { ...field, name, dbName: names.column(entity, name, field.dbName) };
  }
}

function renamedDefault(value: DefaultValue, type: string, names: NewNames): DefaultValue {
  if (value.kind === 'enumValue') return { ...value, value: names.member(type, value.value) };
  if (value.kind !== 'enumValueList') return value;
  return { ...value, values: value.values.map((one) => names.member(type, one)) };
}

/** A relation's name follows where it was made of the names of its two entities. */
function relationName(name: string, one: string, other: string, names: NewNames): string {
  return name === defaultRelationName(one, other)
    ? defaultRelationName(names.top(one), names.top(other))
    : name;
}

function renamedRelation(
  relation: Relation,
  names: NewNames,
  entities: ReadonlyMap<string, Model | View>,
): Relation {
  const side = ({ entity, field }: RelationSide): RelationSide => {
    const renamed = names.top(entity);
    return { entity: renamed, field: names.member(renamed, field) };
  };
  if (relation.kind === 'joinTable') {
    const { a, b } = relation;
    const name = relationName(relation.name, a.entity, b.entity, names);
    return { ...relation, name, a: side(a), b: side(b) };
  }
  const [from, to] = [side(relation.from), side(relation.to)];
  const owner = entities.get(relation.from.entity);
  const columns = relation.fields.map(
    (key) => owner?.fields.find(({ name }) => name === key)?.dbName ?? key,
  );
  const fields = relation.fields.map((key) => names.member(from.entity, key));
  const newColumns = fields.map((name, at) => names.column(from.entity, name, columns[at] ?? name));
  const table = owner?.dbName ?? '';
  return {
    ...relation,
    name: relationName(relation.name, relation.from.entity, relation.to.entity, names),
    from,
    to,
    fields,
    references: relation.references.map((key) => names.member(to.entity, key)),
    dbName:
      relation.dbName === foreignKeyName(table, columns)
        ? foreignKeyName(names.table(from.entity, table), newColumns)
        : relation.dbName,
  };
}
