import type {
  Model,
  Relation,
  RelationField,
  SchemaModel,
  View,
} from '@schema-service/schema-model';
import { visibleColumns } from '../../visible-schema.ts';
import type { PythonNaming } from './python-naming.ts';
import type { EmulatedActions, PythonJoinTable, PythonRelation } from './python-schema.ts';

type Entity = Model | View;

/** The relation fields of an entity whose other side, and whose columns on both sides, clients see. */
export function pythonRelations(
  schema: SchemaModel,
  visible: readonly Entity[],
  names: PythonNaming,
): (source: Entity) => readonly PythonRelation[] {
  const entities = new Map(visible.map((entity) => [entity.name, entity]));
  return (source) =>
    source.fields.flatMap((field) => {
      if (field.kind !== 'relation' || field.isIgnored) return [];
      const target = entities.get(field.type);
      const relation = relationOf(schema, source, field);
      if (target === undefined || relation === undefined) return [];
      const sides = sidesOf(relation, source, field, target);
      if (sides === undefined) return [];
      const name = (entity: Entity, member: string): string => names.field(entity.name, member);
      return [
        {
          name: name(source, field.name),
          source: field,
          target: names.row(target.name),
          kind: kindOf(field),
          local: sides.local.map((member) => name(source, member)),
          remote: sides.remote.map((member) => name(target, member)),
          owns: field.fields.length > 0,
          ...(sides.inverse === undefined ? {} : { inverse: name(target, sides.inverse) }),
          ...(sides.through === undefined ? {} : { through: sides.through }),
          ...(schema.relationMode === 'prisma' ? { emulated: emulatedActions(relation) } : {}),
        },
      ];
    });
}

/** A table between two keeps what pointed at a row that went, as Prisma leaves it. */
function emulatedActions(relation: Relation): EmulatedActions {
  if (relation.kind === 'joinTable') return { onDelete: 'NoAction', onUpdate: 'NoAction' };
  const { onDelete, onUpdate } = relation;
  return { onDelete, onUpdate };
}

function kindOf({ arity }: RelationField): PythonRelation['kind'] {
  if (arity === 'list') return 'many';
  return arity === 'optional' ? 'maybe' : 'one';
}

function relationOf(
  { relations }: SchemaModel,
  source: Entity,
  field: RelationField,
): Relation | undefined {
  const isSide = (side: { readonly entity: string; readonly field: string }): boolean =>
    side.entity === source.name && side.field === field.name;
  return relations.find((relation) =>
    relation.kind === 'joinTable'
      ? isSide(relation.a) || isSide(relation.b)
      : isSide(relation.from) || isSide(relation.to),
  );
}

interface Sides {
  readonly local: readonly string[];
  readonly remote: readonly string[];
  readonly inverse?: string;
  readonly through?: PythonJoinTable;
}

/** Which columns are equal, by their names in the schema; undefined where a client does not see one of them. */
function sidesOf(
  relation: Relation,
  source: Entity,
  field: RelationField,
  target: Entity,
): Sides | undefined {
  const found = relation.kind === 'joinTable' ? acrossTable() : byForeignKey(relation);
  const sees = (entity: Entity, members: readonly string[]): boolean => {
    const columns = new Set(visibleColumns(entity).map(({ name }) => name));
    return members.length > 0 && members.every((member) => columns.has(member));
  };
  const isSeen = sees(source, found.local) && sees(target, found.remote);
  if (!isSeen) return undefined;
  const opposite = target.fields.find(({ name }) => name === found.inverse);
  const { inverse, ...sides } = found;
  return opposite === undefined || opposite.isIgnored || inverse === undefined
    ? sides
    : { ...sides, inverse };

  function acrossTable(): Sides {
    const { a, b, dbName, namespace } = relation as Extract<Relation, { kind: 'joinTable' }>;
    const isA = a.entity === source.name && a.field === field.name;
    return {
      local: keyOf(source),
      remote: keyOf(target),
      inverse: isA ? b.field : a.field,
      through: {
        dbName,
        ...(namespace === undefined ? {} : { namespace }),
        local: isA ? 'A' : 'B',
        remote: isA ? 'B' : 'A',
      },
    };
  }

  function byForeignKey(key: Extract<Relation, { kind: 'foreignKey' }>): Sides {
    return field.fields.length > 0
      ? { local: field.fields, remote: field.references, inverse: key.to.field }
      : { local: key.references, remote: key.fields, inverse: key.from.field };
  }
}

/** What a join table points at: Prisma allows it for a key of one column only. */
function keyOf({ primaryKey, uniques }: Entity): readonly string[] {
  const key = primaryKey ?? uniques.find(({ fields }) => fields.length === 1);
  return key?.fields.map(({ name }) => name) ?? [];
}
