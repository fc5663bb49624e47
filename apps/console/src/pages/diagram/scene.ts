import type { DiagramEdge, DiagramNode, Drawing } from '@schema-service/api-contract';

/** Parts that differ between two versions, by `Model` or `Model.field`. */
export type Marks = ReadonlyMap<string, 'added' | 'changed' | 'removed'>;

export interface Rect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A line with the area that it takes. */
export interface SceneEdge extends DiagramEdge {
  readonly bounds: Rect;
  /** Whether it leads from one group to another. */
  readonly isFar: boolean;
}

/** A diagram as it is drawn and asked about. */
export interface Scene {
  readonly diagram: Drawing;
  readonly nodes: readonly DiagramNode[];
  readonly edges: readonly SceneEdge[];
  readonly byName: ReadonlyMap<string, DiagramNode>;
  readonly neighbours: ReadonlyMap<string, ReadonlySet<string>>;
}

export function createScene(diagram: Drawing): Scene {
  const neighbours = new Map<string, Set<string>>();
  const join = (from: string, to: string) => {
    const there = neighbours.get(from);
    if (there) there.add(to);
    else neighbours.set(from, new Set([to]));
  };
  for (const { from, to } of diagram.edges) {
    join(from, to);
    join(to, from);
  }
  const groupOf = new Map(
    diagram.nodes.map((node) => [
      node.name,
      diagram.groups.findIndex((group) => overlaps(group, node)),
    ]),
  );
  return {
    diagram,
    nodes: diagram.nodes,
    edges: diagram.edges.map((edge) => ({
      ...edge,
      bounds: boundsOfPoints(edge.points),
      isFar: groupOf.get(edge.from) !== groupOf.get(edge.to),
    })),
    byName: new Map(diagram.nodes.map((node) => [node.name, node])),
    neighbours,
  };
}

/** A model and those that are at most so many relations away. */
export function within(scene: Scene, name: string, depth: number): ReadonlySet<string> {
  let edge = [name];
  const found = new Set(edge);
  for (let step = 0; step < depth; step++) {
    edge = edge.flatMap((one) => [...(scene.neighbours.get(one) ?? [])]);
    edge = edge.filter((one) => !found.has(one));
    for (const one of edge) found.add(one);
  }
  return found;
}

/** What the boxes and the lines between them take. */
export function areaOf(scene: Scene, shown?: ReadonlySet<string>): Rect {
  const isShown = (name: string): boolean => shown?.has(name) ?? true;
  const nodes = scene.nodes.filter(({ name }) => isShown(name));
  const edges = scene.edges.filter(({ from, to }) => isShown(from) && isShown(to));
  return boundsOf([...nodes, ...edges.map(({ bounds }) => bounds)]);
}

function boundsOf(nodes: readonly Rect[]): Rect {
  const left = Math.min(...nodes.map(({ x }) => x));
  const top = Math.min(...nodes.map(({ y }) => y));
  const right = Math.max(...nodes.map(({ x, width }) => x + width));
  const bottom = Math.max(...nodes.map(({ y, height }) => y + height));
  return { x: left, y: top, width: right - left, height: bottom - top };
}

function boundsOfPoints(points: DiagramEdge['points']): Rect {
  const at = points.map(([x, y]) => ({ x, y, width: 0, height: 0 }));
  return at.length === 0 ? { x: 0, y: 0, width: 0, height: 0 } : boundsOf(at);
}

export const overlaps = (a: Rect, b: Rect): boolean =>
  a.x <= b.x + b.width && a.x + a.width >= b.x && a.y <= b.y + b.height && a.y + a.height >= b.y;

/** Where a point of the window is in the diagram, and how large that is. */
export interface View {
  readonly x: number;
  readonly y: number;
  readonly scale: number;
}

export const SMALLEST = 0.04;
export const LARGEST = 2;

/** Shows an area in the middle of a window. */
export function fit(area: Rect, width: number, height: number, largest = 1): View {
  const scale = Math.min(
    Math.max(Math.min((width - 48) / area.width, (height - 48) / area.height), SMALLEST),
    largest,
  );
  return {
    scale,
    x: area.x + area.width / 2 - width / 2 / scale,
    y: area.y + area.height / 2 - height / 2 / scale,
  };
}

/** The view after a zoom that leaves a point of the window where it is. */
export function zoomed(view: View, factor: number, atX: number, atY: number): View {
  const scale = Math.min(Math.max(view.scale * factor, SMALLEST), LARGEST);
  return {
    scale,
    x: view.x + atX / view.scale - atX / scale,
    y: view.y + atY / view.scale - atY / scale,
  };
}

export function nodeAt(scene: Scene, x: number, y: number): DiagramNode | undefined {
  return scene.nodes.findLast((node) => overlaps(node, { x, y, width: 0, height: 0 }));
}
