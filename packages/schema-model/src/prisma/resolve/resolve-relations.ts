import { foreignKeyName, joinTableName } from '../../constraint-names.ts';
import { defaultOnDelete, defaultOnUpdate } from '../../relation-defaults.ts';
import type { Arity, Model, Relation, RelationField, View } from '../../schema-model.ts';
import { compareText, sortedBy } from '../../sorted-by.ts';
import type { EntityBlock } from '../language/syntax-tree.ts';
import { asOneOf, asString, findAttribute, namedArgument } from './attributes.ts';
import { referentialActions } from './words.ts';

/** An entity with the text it was resolved from. */
export interface ResolvedEntity {
  readonly block: EntityBlock;
  readonly entity: Model | View;
}

/** One end of a relation: the field and the entity that has it. */
interface End extends ResolvedEntity {
  readonly field: RelationField;
}

/** Every relation once, whichever of its fields was declared first. */
export function resolveRelations(entities: readonly ResolvedEntity[]): readonly Relation[] {
  const relations = pairEnds(entities).map(([first, second]): Relation => {
    if (first.field.fields.length > 0) return foreignKey(first, second);
    if (second.field.fields.length > 0) return foreignKey(second, first);
    return joinTable(first, second);
  });
  return sortedBy(relations, (relation) => sidesOf(relation).join(' '));
}

function sidesOf(relation: Relation): readonly string[] {
  const [first, second] =
    relation.kind === 'foreignKey' ? [relation.from, relation.to] : [relation.a, relation.b];
  return [first.entity, first.field, second.entity, second.field, relation.name];
}

/** The two fields of a relation have its name, and each the other's entity as type. */
function pairEnds(entities: readonly ResolvedEntity[]): readonly (readonly [End, End])[] {
  const waiting = new Map<string, End>();
  const pairs: (readonly [End, End])[] = [];
  for (const { block, entity } of entities) {
    for (const field of entity.fields) {
      if (field.kind !== 'relation') continue;
      const sides = [entity.name, field.type].toSorted(compareText);
      const key = [...sides, field.relationName].join(' ');
      const end: End = { block, entity, field };
      const other = waiting.get(key);
      if (other) pairs.push([other, end]);
      else waiting.set(key, end);
    }
  }
  return pairs;
}

function foreignKey(from: End, to: End): Relation {
  const { fields, references } = from.field;
  const keyFields = fields.map((name) => from.entity.fields.find((field) => field.name === name));
  const arities = keyFields.map((field): Arity => field?.arity ?? 'required');
  const columns = keyFields.map((field, index) => field?.dbName ?? fields[index] ?? '');
  const syntax = from.block.fields.find(({ name }) => name === from.field.name);
  const attribute = syntax && findAttribute(syntax, 'relation');
  const action = (name: string) => asOneOf(referentialActions, namedArgument(attribute, name));
  return {
    kind: 'foreignKey',
    name: from.field.relationName,
    cardinality: to.field.arity === 'list' ? 'one-to-many' : 'one-to-one',
    from: side(from),
    to: side(to),
    fields,
    references,
    onDelete: action('onDelete') ?? defaultOnDelete(from.field.arity, arities),
    onUpdate: action('onUpdate') ?? defaultOnUpdate,
    dbName:
      asString(namedArgument(attribute, 'map')) ?? foreignKeyName(from.entity.dbName, columns),
  };
}

/** Column `A` belongs to the end that is first by name of entity, then of field. */
function joinTable(first: End, second: End): Relation {
  const order =
    compareText(first.entity.name, second.entity.name) ||
    compareText(first.field.name, second.field.name);
  const [a, b] = order <= 0 ? [first, second] : [second, first];
  const { namespace } = a.entity;
  return {
    kind: 'joinTable',
    name: a.field.relationName,
    cardinality: 'many-to-many',
    a: side(a),
    b: side(b),
    dbName: joinTableName(a.field.relationName),
    ...(namespace === undefined ? {} : { namespace }),
  };
}

const side = ({ entity, field }: End) => ({ entity: entity.name, field: field.name });
