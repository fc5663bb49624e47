import { type Static, Type } from 'typebox';
import { endpoint } from './endpoint.ts';
import { Version, VersionReference } from './version.ts';

const textOrNull = Type.Union([Type.String(), Type.Null()]);

/** A column of a model, as a row of its box. */
const DiagramField = Type.Object({
  name: Type.String(),
  type: Type.String({ description: 'As Prisma writes it: String?, Int[].' }),
  key: Type.Union([Type.Enum(['primary', 'foreign', 'unique'] as const), Type.Null()]),
});

const Placed = {
  x: Type.Number({ description: 'Of its left edge, in pixels at scale 1.' }),
  y: Type.Number({ description: 'Of its upper edge.' }),
  width: Type.Number(),
  height: Type.Number(),
};

/** A model or a view as a box. */
export const DiagramNode = Type.Object({
  name: Type.String(),
  kind: Type.Enum(['model', 'view'] as const),
  namespace: textOrNull,
  ...Placed,
  fields: Type.Array(DiagramField, { description: 'Empty where the boxes are names alone.' }),
});
export type DiagramNode = Static<typeof DiagramNode>;

// Not `Type.Tuple`: that is a schema of an older draft, which OpenAPI 3.1 does not take.
const Point = Type.Unsafe<[x: number, y: number]>({
  type: 'array',
  items: { type: 'number' },
  minItems: 2,
  maxItems: 2,
});

/** A relation as a line of its own. */
export const DiagramEdge = Type.Object({
  relation: Type.String({ description: 'Its name, given or derived.' }),
  cardinality: Type.Enum(['one-to-many', 'one-to-one', 'many-to-many'] as const),
  from: Type.String({ description: 'The model that has the key; of many-to-many the first one.' }),
  to: Type.String(),
  fields: Type.Array(Type.String(), { description: 'Of `from`; the fields that hold the key.' }),
  references: Type.Array(Type.String(), { description: 'Of `to`.' }),
  optional: Type.Boolean({ description: 'Whether the key may be null.' }),
  points: Type.Array(Point, {
    description: 'The line from `from` to `to`: its ends and where it bends.',
  }),
});
export type DiagramEdge = Static<typeof DiagramEdge>;

/** Models that belong together, and what they take. */
const DiagramGroup = Type.Object({
  name: Type.String({
    description: 'Of the database schema, or of the model that most of the others refer to.',
  }),
  ...Placed,
});

const details = ['fields', 'names'] as const;

/** A schema as a drawing: where each box is, and how each line leads. */
export const Drawing = Type.Object({
  detail: Type.Enum(details),
  width: Type.Number(),
  height: Type.Number(),
  groups: Type.Array(DiagramGroup, { description: 'None of a schema that is one group.' }),
  nodes: Type.Array(DiagramNode),
  edges: Type.Array(DiagramEdge),
});
export type Drawing = Static<typeof Drawing>;

/** The drawing of a version. */
export const Diagram = Type.Object({ version: Version, ...Drawing.properties });
export type Diagram = Static<typeof Diagram>;

/** How to ask for a drawing. */
export const DiagramQuery = Type.Object({
  detail: Type.Optional(
    Type.Enum(details, {
      description: 'fields (the default), or names: boxes without rows.',
    }),
  ),
});

export const diagramEndpoints = {
  getDiagram: endpoint('GET', '/schema/:version/diagram', {
    tag: 'schema',
    summary: 'The schema as a drawing: boxes with their places, lines with their bends.',
    params: Type.Object({ version: VersionReference }),
    query: DiagramQuery,
    response: Diagram,
    otherAnswers: [304, 307],
    failures: [400, 404, 422],
  }),
} as const;
