import type { DiagramEdge, DiagramNode } from '@schema-service/api-contract';
import type { Field, Model, Relation, SchemaModel, View } from '@schema-service/schema-model';

export type DiagramDetail = 'fields' | 'names';

/** A drawing before anything has its place: boxes with their sizes, lines with their ends. */
export interface DiagramGraph {
  readonly nodes: readonly Omit<DiagramNode, 'x' | 'y'>[];
  readonly edges: readonly GraphEdge[];
}

export interface GraphEdge extends Omit<DiagramEdge, 'points'> {
  /** Where it leaves and meets its boxes, in pixels below their upper edges. */
  readonly fromY: number;
  readonly toY: number;
}

/** In pixels at scale 1; the page draws with the same. */
const HEADER = 32;
const ROW = 20;
const FOOT = 6;

/** What is drawn of a schema. Pure; everything in the order of the names, so that the same schema gives the same drawing. */
export function diagramGraph(schema: SchemaModel, detail: DiagramDetail): DiagramGraph {
  const entities = [...schema.models, ...schema.views];
  const nodes = entities.map((entity) => boxOf(entity, schema, detail));
  const byName = new Map(nodes.map((node) => [node.name, node]));
  const byEntity = new Map(entities.map((entity) => [entity.name, entity]));
  const meeting = new Map<string, number>();

  const edges = schema.relations.flatMap((relation) => {
    const ends = endsOf(relation);
    const [from, to] = [byName.get(ends.from), byName.get(ends.to)];
    if (from === undefined || to === undefined) return [];
    const rowOf = (node: typeof from, field: string | undefined): number => {
      const index = node.fields.findIndex(({ name }) => name === field);
      return index < 0 ? HEADER / 2 : HEADER + index * ROW + ROW / 2;
    };
    // Several lines that meet one row each have their own height there.
    const own = (node: typeof from, y: number): number => {
      const place = `${node.name} ${y}`;
      const count = meeting.get(place) ?? 0;
      meeting.set(place, count + 1);
      const step = Math.ceil(count / 2) * (count % 2 === 0 ? 1 : -1);
      return Math.min(Math.max(y + step * 3, 4), node.height - 4);
    };
    const rows = [rowOf(from, ends.fields[0]), rowOf(to, ends.references[0])] as const;
    // A line from a row to itself is drawn as one from its upper to its lower edge.
    const apart = from === to && rows[0] === rows[1] ? ROW / 2 - 2 : 0;
    const holder = byEntity.get(ends.from);
    const isOptional = holder?.fields.some(
      ({ name, arity }) => ends.fields.includes(name) && arity === 'optional',
    );
    return [
      {
        relation: relation.name,
        cardinality: relation.cardinality,
        ...{ from: ends.from, to: ends.to },
        ...{ fields: [...ends.fields], references: [...ends.references] },
        optional: isOptional ?? false,
        fromY: own(from, rows[0] - apart),
        toY: own(to, rows[1] + apart),
      },
    ];
  });
  return { nodes, edges };
}

function endsOf(relation: Relation) {
  if (relation.kind === 'joinTable') {
    return { from: relation.a.entity, to: relation.b.entity, fields: [], references: [] };
  }
  const { from, to, fields, references } = relation;
  return { from: from.entity, to: to.entity, fields, references };
}

function boxOf(entity: Model | View, schema: SchemaModel, detail: DiagramDetail) {
  const foreign = new Set(
    schema.relations.flatMap((relation) =>
      relation.kind === 'foreignKey' && relation.from.entity === entity.name ? relation.fields : [],
    ),
  );
  const primary = new Set(entity.primaryKey?.fields.map(({ name }) => name));
  const keyOf = (field: Field) => {
    if (primary.has(field.name)) return 'primary' as const;
    if (foreign.has(field.name)) return 'foreign' as const;
    return field.kind !== 'relation' && field.isUnique ? ('unique' as const) : null;
  };
  const fields =
    detail === 'names'
      ? []
      : entity.fields
          .filter(({ kind }) => kind !== 'relation')
          .map((field) => ({ name: field.name, type: typeText(field), key: keyOf(field) }));
  const widest = Math.max(
    entity.name.length * 7.6 + 28,
    ...fields.map(({ name, type }) => name.length * 6.6 + type.length * 6.2 + 56),
  );
  return {
    name: entity.name,
    kind: entity.kind,
    namespace: entity.namespace ?? null,
    width: Math.round(Math.min(Math.max(widest, 120), 360)),
    height: HEADER + (fields.length > 0 ? fields.length * ROW + FOOT : 0),
    fields,
  };
}

function typeText(field: Field): string {
  const type = field.kind === 'unsupported' ? field.databaseType : field.type;
  return type + { required: '', optional: '?', list: '[]' }[field.arity];
}
