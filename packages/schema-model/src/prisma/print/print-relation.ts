import { foreignKeyName } from '../../constraint-names.ts';
import { defaultOnDelete, defaultOnUpdate, defaultRelationName } from '../../relation-defaults.ts';
import type {
  ForeignKeyRelation,
  Model,
  RelationField,
  SchemaModel,
  View,
} from '../../schema-model.ts';
import { argument, call, mapUnless, quoted } from './syntax.ts';

/** The relations that a field holds the key of, by entity and field. */
export type ForeignKeys = ReadonlyMap<string, ForeignKeyRelation>;

export function foreignKeysByField({ relations }: SchemaModel): ForeignKeys {
  return new Map(
    relations
      .filter((relation) => relation.kind === 'foreignKey')
      .map((relation) => [`${relation.from.entity}.${relation.from.field}`, relation]),
  );
}

/** `@relation(...)`, or nothing where Prisma would infer all of it. */
export function relationAttribute(
  field: RelationField,
  entity: Model | View,
  foreignKeys: ForeignKeys,
): readonly string[] {
  const relation = foreignKeys.get(`${entity.name}.${field.name}`);
  const isNamed =
    isOneOfSeveral(field, entity) ||
    field.relationName !== defaultRelationName(entity.name, field.type);
  const args = [
    ...(isNamed ? [quoted(field.relationName)] : []),
    ...(relation ? keyArguments(relation, field, entity) : []),
  ];
  return args.length === 0 ? [] : [call('@relation', args)];
}

/** Prisma wants a name then, even the one that it would give itself. */
function isOneOfSeveral({ type }: RelationField, { fields }: Model | View): boolean {
  return fields.filter((other) => other.kind === 'relation' && other.type === type).length > 1;
}

function keyArguments(
  { fields, references, onDelete, onUpdate, dbName }: ForeignKeyRelation,
  field: RelationField,
  entity: Model | View,
): readonly string[] {
  const keyFields = fields.map((name) => entity.fields.find((other) => other.name === name));
  const arities = keyFields.map((keyField) => keyField?.arity ?? 'required');
  const columns = keyFields.map((keyField) => keyField?.dbName ?? '');
  const impliedOnDelete = defaultOnDelete(field.arity, arities);
  return [
    ...argument('fields', `[${fields.join(', ')}]`),
    ...argument('references', `[${references.join(', ')}]`),
    ...argument('onDelete', onDelete === impliedOnDelete ? undefined : onDelete),
    ...argument('onUpdate', onUpdate === defaultOnUpdate ? undefined : onUpdate),
    ...mapUnless(foreignKeyName(entity.dbName, columns), dbName),
  ];
}
