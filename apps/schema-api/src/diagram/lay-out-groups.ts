import elkModule from 'elkjs/lib/elk.bundled.js';
import type { ElkNode } from 'elkjs/lib/elk-api.js';
import type { DiagramGraph, GraphEdge } from './diagram-graph.ts';

/** A CommonJS module, whose exports are its default. */
const { default: ELK } = elkModule;

export type Point = [x: number, y: number];

export interface Rect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface IdentifiedEdge extends GraphEdge {
  readonly id: string;
}

/** What is laid out as one: boxes, and the lines between them. */
export interface Group {
  readonly nodes: DiagramGraph['nodes'];
  readonly edges: readonly IdentifiedEdge[];
}

/** Places of groups, boxes by name and bends by the edges' ids, in pixels of the whole drawing. */
export interface LaidOutGroups {
  readonly width: number;
  readonly height: number;
  readonly groups: readonly Rect[];
  readonly boxes: ReadonlyMap<string, { readonly x: number; readonly y: number }>;
  readonly lines: ReadonlyMap<string, Point[]>;
}

/** Width by height, of a screen. */
const SHAPE = 1.6;
/** The packing comes near what is wanted, and nearer by one of these than by another. */
const SHAPES = [1.2, 1.4, SHAPE, 1.8, 2];

/**
 * Each group in layers, with lines that go around its boxes at right angles, and the groups packed
 * to about the shape of a screen. ELK is called twice, whatever the number of groups: each call
 * waits for a turn of the event loop.
 *
 * @param gap between two groups, and around all of them
 */
export async function layOutGroups(groups: readonly Group[], gap: number): Promise<LaidOutGroups> {
  const elk = new ELK();
  const tried = groups.map((group, index) =>
    waysOf(group, groups.length).map((layoutOptions, way) =>
      elkGroup(`${index}.${way}`, group, layoutOptions),
    ),
  );
  const laidOut = await elk.layout({
    id: 'tried',
    layoutOptions: { 'elk.algorithm': 'box' },
    children: tried.flat(),
  });
  const byId = new Map(laidOut.children?.map((child) => [child.id, child]));
  const chosen = tried.map((ways) => best(ways.map(({ id }) => byId.get(id) ?? { id })));
  const packed = await elk.layout({
    id: 'packed',
    layoutOptions: { 'elk.algorithm': 'box' },
    children: SHAPES.map((shape) => ({
      id: `${shape}`,
      layoutOptions: packing(gap, gap, shape),
      children: chosen.map(({ id, width = 0, height = 0 }) => ({
        ...{ id: ownId(`${shape}`, id), width, height },
      })),
    })),
  });
  return placed(best(packed.children ?? []), chosen);
}

function placed(packed: ElkNode, chosen: readonly ElkNode[]): LaidOutGroups {
  const places = new Map(packed.children?.map((child) => [ownName(child.id), child]));
  const boxes = new Map<string, { readonly x: number; readonly y: number }>();
  const lines = new Map<string, Point[]>();
  const groups = chosen.map(({ id, children, edges, width = 0, height = 0 }): Rect => {
    const { x: left = 0, y: top = 0 } = places.get(id) ?? {};
    const at = ({ x = 0, y = 0 }: { readonly x?: number; readonly y?: number }): Point => {
      return [Math.round(left + x), Math.round(top + y)];
    };
    for (const child of children ?? []) {
      const [x, y] = at(child);
      boxes.set(ownName(child.id), { x, y });
    }
    for (const edge of edges ?? []) {
      const [section] = edge.sections ?? [];
      if (!section) continue;
      const through = [section.startPoint, ...(section.bendPoints ?? []), section.endPoint];
      lines.set(ownName(edge.id), through.map(at));
    }
    const [x, y] = at({});
    return { x, y, width: Math.round(width), height: Math.round(height) };
  });
  const { width = 0, height = 0 } = packed;
  return { width: Math.round(width), height: Math.round(height), groups, boxes, lines };
}

/** The one that the narrowest screen shows. */
function best(ways: readonly ElkNode[]): ElkNode {
  const extent = ({ width = 0, height = 0 }: ElkNode): number => Math.max(width, height * SHAPE);
  return ways.reduce((one, other) => (extent(other) < extent(one) ? other : one));
}

/** Ids are those of one call: each way of each group has its own. */
const ownId = (group: string, name: string): string => `${group} ${name}`;
const ownName = (id: string): string => id.slice(id.indexOf(' ') + 1);

function elkGroup(
  id: string,
  { nodes, edges }: Group,
  layoutOptions: Readonly<Record<string, string>>,
): ElkNode {
  const ports = portsByNode(edges);
  return {
    id,
    layoutOptions,
    children: nodes.map(({ name, width, height }) => ({
      ...{ id: ownId(id, name), width, height },
      layoutOptions: { 'elk.portConstraints': 'FIXED_POS' },
      ports: (ports.get(name) ?? []).map((port) => ({
        id: ownId(id, port.id),
        ...{ width: 0, height: 0, x: port.side === 'EAST' ? width : 0, y: port.y },
        layoutOptions: { 'elk.port.side': port.side },
      })),
    })),
    edges: edges.map((edge) => ({
      id: ownId(id, edge.id),
      sources: [ownId(id, `${edge.id}:from`)],
      targets: [ownId(id, `${edge.id}:to`)],
    })),
  };
}

interface Port {
  readonly id: string;
  readonly y: number;
  readonly side: 'EAST' | 'WEST';
}

/** Lines leave on the right and meet on the left; one from a box to itself stays on the right. */
function portsByNode(edges: readonly IdentifiedEdge[]): ReadonlyMap<string, readonly Port[]> {
  const ports = new Map<string, Port[]>();
  const add = (node: string, port: Port) => {
    const there = ports.get(node);
    if (there) there.push(port);
    else ports.set(node, [port]);
  };
  for (const { id, from, to, fromY, toY } of edges) {
    add(from, { id: `${id}:from`, y: fromY, side: 'EAST' });
    add(to, { id: `${id}:to`, y: toY, side: from === to ? 'EAST' : 'WEST' });
  }
  return ports;
}

const padding = (all: number): string => `[top=${all},left=${all},bottom=${all},right=${all}]`;

const packing = (gap: number, around: number, shape = SHAPE) => ({
  'elk.algorithm': 'rectpacking',
  'elk.aspectRatio': String(shape),
  'elk.spacing.nodeNode': String(gap),
  'elk.padding': padding(around),
});

/** Between two boxes without lines. */
const BESIDE = 56;

const layers = {
  'elk.algorithm': 'layered',
  'elk.direction': 'RIGHT',
  'elk.edgeRouting': 'ORTHOGONAL',
  'elk.aspectRatio': String(SHAPE),
  'elk.layered.thoroughness': '3',
  'elk.padding': padding(0),
  'elk.spacing.nodeNode': '28',
  'elk.spacing.edgeNode': '14',
  'elk.spacing.edgeEdge': '8',
  'elk.layered.spacing.nodeNodeBetweenLayers': '40',
  'elk.layered.spacing.edgeNodeBetweenLayers': '14',
  'elk.layered.spacing.edgeEdgeBetweenLayers': '8',
  'elk.spacing.componentComponent': '36',
  'elk.randomSeed': '1',
};

/** Of so many groups each is laid out in several ways; of more, where one counts for less, in one. */
const FEW = 6;

/** As wide as the relations are deep, and with fewer boxes above each other: the best that comes of it is taken. */
function waysOf(
  { nodes, edges }: Group,
  groups: number,
): readonly Readonly<Record<string, string>>[] {
  if (edges.length === 0) return [packing(BESIDE, 0)];
  const root = Math.ceil(Math.sqrt(nodes.length));
  const bounds = new Set(groups > FEW ? [root] : [root + 1, root, Math.max(root - 1, 2)]);
  const bounded = [...bounds].map((bound) => ({
    ...layers,
    'elk.layered.layering.strategy': 'COFFMAN_GRAHAM',
    'elk.layered.layering.coffmanGraham.layerBound': String(bound),
  }));
  return groups > FEW ? bounded : [layers, ...bounded];
}
