import type { DiagramGraph, GraphEdge } from './diagram-graph.ts';
import { groundOf } from './exits.ts';
import { layOutGroups, type Point, type Rect } from './lay-out-groups.ts';
import { neighbourhoods } from './neighbourhoods.ts';
import { type FarLine, routeFarLines } from './route-far-lines.ts';

type PlacedNode = DiagramGraph['nodes'][number] & { readonly x: number; readonly y: number };

interface PlacedGroup extends Rect {
  readonly name: string;
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
 * Places boxes, and leads lines. Models that belong together are laid out in layers; these groups
 * are packed to about the shape of a screen, and lines from one to another go between them. Every
 * line goes around boxes at right angles. Takes seconds for hundreds of models, and is to run where
 * nothing else waits.
 */
export async function layOut(graph: DiagramGraph): Promise<LaidOutDiagram> {
  const edges = graph.edges.map((edge, index) => ({ ...edge, id: `${index}` }));
  const neighbours = neighbourhoods(graph);
  const groupOf = new Map(neighbours.flatMap(({ names }, at) => names.map((name) => [name, at])));
  const leaving = edges.filter(({ from, to }) => groupOf.get(from) !== groupOf.get(to));
  // Room for lines side by side.
  const gap = Math.min(NARROW + Math.ceil(leaving.length / 12) * 2, WIDE);
  const { boxes, lines, groups, ...size } = await layOutGroups(
    neighbours.map((_, at) => ({
      nodes: graph.nodes.filter(({ name }) => groupOf.get(name) === at),
      edges: edges.filter(({ from, to }) => groupOf.get(from) === at && groupOf.get(to) === at),
    })),
    gap,
  );
  const nodes = graph.nodes.map((node) => ({ ...node, ...(boxes.get(node.name) ?? ORIGIN) }));
  const byName = new Map(nodes.map((node) => [node.name, node]));
  const far = routeFarLines(
    groups.map((place, at) =>
      groundOf(
        place,
        nodes.filter(({ name }) => groupOf.get(name) === at),
        edges.flatMap(({ id, from }) => (groupOf.get(from) === at ? [lines.get(id) ?? []] : [])),
      ),
    ),
    leaving.flatMap(({ id, from, to, fromY, toY }): FarLine[] => {
      const end = (name: string, below: number) => {
        const [box, group] = [byName.get(name), groupOf.get(name)];
        return box && group !== undefined
          ? { group, box, y: Math.round(box.y + below) }
          : undefined;
      };
      const [begin, other] = [end(from, fromY), end(to, toY)];
      return begin && other ? [{ id, from: begin, to: other }] : [];
    }),
    gap,
  );
  return {
    ...size,
    groups: groups.flatMap((place, at): PlacedGroup[] => {
      const { name } = neighbours[at] ?? {};
      return name === undefined || groups.length === 1 ? [] : [{ name, ...place }];
    }),
    nodes,
    edges: edges.map(({ fromY, toY, id, ...edge }) => {
      const [from, to] = [byName.get(edge.from), byName.get(edge.to)];
      const led = lines.get(id) ?? far.get(id);
      return { ...edge, points: led ?? (from && to ? straight(from, fromY, to, toY) : []) };
    }),
  };
}

/** Between two groups: with few lines from one to another, and with as many as are led side by side. */
const NARROW = 56;
const WIDE = 112;

const ORIGIN = { x: 0, y: 0 };

/** From the sides that face each other, where nothing else leads there. */
function straight(from: PlacedNode, fromY: number, to: PlacedNode, toY: number): Point[] {
  const isRight = to.x + to.width / 2 > from.x + from.width / 2;
  return [
    [isRight ? from.x + from.width : from.x, Math.round(from.y + fromY)],
    [isRight ? to.x : to.x + to.width, Math.round(to.y + toY)],
  ];
}
