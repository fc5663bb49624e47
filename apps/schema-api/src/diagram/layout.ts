import elkModule from 'elkjs/lib/elk.bundled.js';
import type { ElkNode } from 'elkjs/lib/elk-api.js';
import type { DiagramGraph, GraphEdge } from './diagram-graph.ts';
import { neighbourhoods } from './neighbourhoods.ts';

/** A CommonJS module, whose exports are its default. */
const { default: ELK } = elkModule;
type Elk = InstanceType<typeof ELK>;
type Point = [number, number];
type PlacedNode = DiagramGraph['nodes'][number] & { readonly x: number; readonly y: number };

interface PlacedGroup {
  readonly name: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A drawing as `GET /schema/:version/diagram` has it, without the version. */
export interface LaidOutDiagram {
  readonly width: number;
  readonly height: number;
  readonly groups: readonly PlacedGroup[];
  readonly nodes: readonly PlacedNode[];
  readonly edges: readonly (Omit<GraphEdge, 'fromY' | 'toY'> & { readonly points: Point[] })[];
}

/**
 * Places boxes, and leads lines. Models that belong together are laid out in layers, with lines
 * that go around boxes at right angles; these groups are packed to about the shape of a screen, and
 * a line from one to another goes straight. Takes seconds for hundreds of models, and is to run
 * where nothing else waits.
 */
export async function layOut(graph: DiagramGraph): Promise<LaidOutDiagram> {
  const elk = new ELK();
  const edges = graph.edges.map((edge, index) => ({ ...edge, id: `${index}` }));
  const groups: ElkNode[] = [];
  const neighbours = neighbourhoods(graph);
  for (const [index, { names }] of neighbours.entries()) {
    const members = new Set(names);
    const inside = edges.filter(({ from, to }) => members.has(from) && members.has(to));
    const nodes = graph.nodes.filter(({ name }) => members.has(name));
    groups.push(await layOutGroup(elk, `${index}`, nodes, inside));
  }
  const packed: ElkNode = await elk.layout({
    id: 'schema',
    layoutOptions: packing,
    children: groups.map(({ id, width = 0, height = 0 }) => ({ id, width, height })),
  });
  const places = new Map(packed.children?.map(({ id, x = 0, y = 0 }) => [id, { x, y }]));
  const lines = new Map<string, Point[]>();
  const boxes = new Map<string, { readonly x: number; readonly y: number }>();
  for (const group of groups) {
    const { x: left, y: top } = places.get(group.id) ?? ORIGIN;
    for (const { id, x = 0, y = 0 } of group.children ?? []) {
      boxes.set(id, { x: Math.round(left + x), y: Math.round(top + y) });
    }
    for (const { id, sections } of group.edges ?? []) {
      const [section] = sections ?? [];
      if (!section) continue;
      const through = [section.startPoint, ...(section.bendPoints ?? []), section.endPoint];
      lines.set(
        id,
        through.map(({ x, y }): Point => [Math.round(left + x), Math.round(top + y)]),
      );
    }
  }
  const nodes = graph.nodes.map((node) => ({ ...node, ...(boxes.get(node.name) ?? ORIGIN) }));
  const byName = new Map(nodes.map((node) => [node.name, node]));
  return {
    width: Math.round(packed.width ?? 0),
    height: Math.round(packed.height ?? 0),
    groups: groups.flatMap(({ id, width = 0, height = 0 }, index): PlacedGroup[] => {
      const { name } = neighbours[index] ?? {};
      const { x, y } = places.get(id) ?? ORIGIN;
      if (name === undefined || groups.length === 1) return [];
      const sizes = { width: Math.round(width), height: Math.round(height) };
      return [{ name, x: Math.round(x), y: Math.round(y), ...sizes }];
    }),
    nodes,
    edges: edges.map(({ fromY, toY, id, ...edge }) => {
      const [from, to] = [byName.get(edge.from), byName.get(edge.to)];
      const points = lines.get(id) ?? (from && to ? straight(from, fromY, to, toY) : []);
      return { ...edge, points };
    }),
  };
}

const ORIGIN = { x: 0, y: 0 };

/** From the sides that face each other. */
function straight(from: PlacedNode, fromY: number, to: PlacedNode, toY: number): Point[] {
  const isRight = to.x + to.width / 2 > from.x + from.width / 2;
  return [
    [isRight ? from.x + from.width : from.x, Math.round(from.y + fromY)],
    [isRight ? to.x : to.x + to.width, Math.round(to.y + toY)],
  ];
}

async function layOutGroup(
  elk: Elk,
  id: string,
  nodes: DiagramGraph['nodes'],
  edges: readonly (GraphEdge & { readonly id: string })[],
): Promise<ElkNode> {
  const ports = portsByNode(edges);
  const graph = (): ElkNode => ({
    id,
    children: nodes.map(({ name, width, height }) => ({
      ...{ id: name, width, height },
      layoutOptions: { 'elk.portConstraints': 'FIXED_POS' },
      ports: (ports.get(name) ?? []).map((port) => ({
        ...{ id: port.id, width: 0, height: 0, x: port.side === 'EAST' ? width : 0, y: port.y },
        layoutOptions: { 'elk.port.side': port.side },
      })),
    })),
    edges: edges.map((edge) => ({
      ...{ id: edge.id, sources: [`${edge.id}:from`], targets: [`${edge.id}:to`] },
    })),
  });
  if (edges.length === 0) return elk.layout({ ...graph(), layoutOptions: packing });
  // As wide as the relations are deep, and with fewer boxes above each other: the best that comes of it.
  const root = Math.ceil(Math.sqrt(nodes.length));
  const tried = [await elk.layout({ ...graph(), layoutOptions: layers })];
  for (const bound of new Set([root + 1, root, Math.max(root - 1, 2)])) {
    const bounded = {
      ...layers,
      'elk.layered.layering.strategy': 'COFFMAN_GRAHAM',
      'elk.layered.layering.coffmanGraham.layerBound': String(bound),
    };
    tried.push(await elk.layout({ ...graph(), layoutOptions: bounded }));
  }
  return tried.reduce((best, one) => (extent(one) < extent(best) ? one : best));
}

/** How wide a screen has to be to show it. */
const extent = ({ width = 0, height = 0 }: ElkNode): number => Math.max(width, height * SHAPE);

interface Port {
  readonly id: string;
  readonly y: number;
  readonly side: 'EAST' | 'WEST';
}

/** Lines leave on the right and meet on the left; one from a box to itself stays on the right. */
function portsByNode(
  edges: readonly (GraphEdge & { readonly id: string })[],
): ReadonlyMap<string, readonly Port[]> {
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

/** Width by height, of a screen. */
const SHAPE = 1.6;

const packing = {
  'elk.algorithm': 'rectpacking',
  'elk.aspectRatio': String(SHAPE),
  'elk.spacing.nodeNode': '56',
  'elk.padding': '[top=24,left=24,bottom=24,right=24]',
};

const layers = {
  'elk.algorithm': 'layered',
  'elk.direction': 'RIGHT',
  'elk.edgeRouting': 'ORTHOGONAL',
  'elk.aspectRatio': String(SHAPE),
  'elk.layered.thoroughness': '3',
  'elk.padding': '[top=0,left=0,bottom=0,right=0]',
  'elk.spacing.nodeNode': '28',
  'elk.spacing.edgeNode': '14',
  'elk.spacing.edgeEdge': '8',
  'elk.layered.spacing.nodeNodeBetweenLayers': '40',
  'elk.layered.spacing.edgeNodeBetweenLayers': '14',
  'elk.layered.spacing.edgeEdgeBetweenLayers': '8',
  'elk.spacing.componentComponent': '36',
  'elk.randomSeed': '1',
};
