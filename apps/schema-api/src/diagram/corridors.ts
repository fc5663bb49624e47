import TinyQueue from 'tinyqueue';
import type { Exit } from './exits.ts';
import type { Point, Rect } from './lay-out-groups.ts';

/** The way between two groups: where it turns, its ends those of the exits. */
export type Way = readonly Point[];

/** The free ways between groups. What was taken makes a corridor dearer once it is full. */
export interface Corridors {
  /** The cheapest way from one of the exits to one of the others; undefined where there is none. */
  readonly between: (
    from: readonly Exit[],
    to: readonly Exit[],
  ) => { readonly from: Exit; readonly to: Exit; readonly way: Way } | undefined;
}

/** What the middle of a corridor may be nearer to a group than half the gap. */
const NEARER = 4;
/** In pixels of way: what a turn costs. */
const TURN = 40;
/** So many lines go side by side before a corridor becomes dearer. */
const ROOM = 8;

type Along = Exit['along'];

/** Corridors run at half the gap around each group, as far as nothing is in their way. */
export function createCorridors(groups: readonly Rect[], gap: number): Corridors {
  const half = gap / 2;
  const clear = half - NEARER;
  const xs = lines(groups.flatMap(({ x, width }) => [x - half, x + width + half]));
  const ys = lines(groups.flatMap(({ y, height }) => [y - half, y + height + half]));
  const [columns, rows] = [xs.length, ys.length];
  const isFree = (left: number, top: number, right: number, bottom: number): boolean =>
    !groups.some(
      ({ x, y, width, height }) =>
        left < x + width + clear &&
        right > x - clear &&
        top < y + height + clear &&
        bottom > y - clear,
    );
  const at = (node: number): Point => [
    xs[node % columns] ?? 0,
    ys[Math.floor(node / columns)] ?? 0,
  ];
  /** From a node to the next one on the right, and to the one below. */
  const free = { x: new Uint8Array(columns * rows), y: new Uint8Array(columns * rows) };
  const taken = { x: new Uint16Array(columns * rows), y: new Uint16Array(columns * rows) };
  const stepOf = { x: 1, y: columns };
  for (let node = 0; node < columns * rows; node++) {
    const [x, y] = at(node);
    if (node % columns < columns - 1)
      free.x[node] = Number(isFree(x, y, xs[(node % columns) + 1] ?? x, y));
    if (node + columns < columns * rows)
      free.y[node] = Number(isFree(x, y, x, at(node + columns)[1]));
  }
  const cost = (along: Along, segment: number, length: number): number =>
    length * (1 + Math.max(0, (taken[along][segment] ?? 0) - ROOM) / 4);

  /** The nodes on both sides of an exit's end, with what it costs to get there. */
  const entries = (exit: Exit) => {
    const [x, y] = exit.points.at(-1) ?? [0, 0];
    const [own, across, value] = exit.along === 'x' ? [ys, xs, x] : [xs, ys, y];
    const line = own.indexOf(exit.along === 'x' ? y : x);
    const after = across.findIndex((one) => one > value);
    if (line < 0 || after < 1) return [];
    const segment = exit.along === 'x' ? line * columns + after - 1 : (after - 1) * columns + line;
    if (free[exit.along][segment] !== 1) return [];
    return [segment, segment + stepOf[exit.along]].map((node) => {
      const [nodeX, nodeY] = at(node);
      return { exit, segment, node, length: Math.abs(nodeX - x) + Math.abs(nodeY - y) };
    });
  };

  const between: Corridors['between'] = (from, to) => {
    const ends = to.flatMap(entries);
    const endsAt = Map.groupBy(ends, ({ node }) => node);
    const bounds = {
      left: Math.min(...ends.map(({ node }) => at(node)[0])),
      right: Math.max(...ends.map(({ node }) => at(node)[0])),
      top: Math.min(...ends.map(({ node }) => at(node)[1])),
      bottom: Math.max(...ends.map(({ node }) => at(node)[1])),
    };
    const left = (node: number): number => {
      const [x, y] = at(node);
      return (
        Math.max(bounds.left - x, 0, x - bounds.right) +
        Math.max(bounds.top - y, 0, y - bounds.bottom)
      );
    };
    const queue = new TinyQueue<Reached>([], (a, b) => a.least - b.least);
    for (const { exit, segment, node, length } of from.flatMap(entries)) {
      const own = lengthOf(exit) + cost(exit.along, segment, length);
      queue.push({
        node,
        along: exit.along,
        spent: own,
        least: own + left(node),
        exit,
        before: undefined,
      });
      // On the same part of a corridor there is no node between the two.
      for (const end of ends) {
        if (end.segment !== segment || end.exit.along !== exit.along) continue;
        const [[x, y], [otherX, otherY]] = [endOf(exit), endOf(end.exit)];
        const spent =
          lengthOf(exit) + lengthOf(end.exit) + Math.abs(otherX - x) + Math.abs(otherY - y);
        queue.push({
          node,
          along: exit.along,
          spent,
          least: spent,
          exit,
          before: undefined,
          end: end.exit,
          isDirect: true,
        });
      }
    }
    const least = { x: new Float64Array(columns * rows), y: new Float64Array(columns * rows) };
    const seen = { x: new Uint8Array(columns * rows), y: new Uint8Array(columns * rows) };
    for (let best = queue.pop(); best !== undefined; best = queue.pop()) {
      if (best.end !== undefined) {
        const way = wayOf(best);
        take(best);
        return { from: best.exit, to: best.end, way };
      }
      const { node, along, spent } = best;
      if (seen[along][node] === 1) continue;
      seen[along][node] = 1;
      for (const { exit, segment, length } of endsAt.get(node) ?? []) {
        const all =
          spent +
          cost(exit.along, segment, length) +
          lengthOf(exit) +
          (exit.along === along ? 0 : TURN);
        queue.push({ ...best, before: best, spent: all, least: all, end: exit });
      }
      for (const [next, segment, way] of [
        [node + 1, node, 'x'],
        [node - 1, node - 1, 'x'],
        [node + columns, node, 'y'],
        [node - columns, node - columns, 'y'],
      ] as const) {
        if (segment < 0 || free[way][segment] !== 1 || seen[way][next] === 1) continue;
        const [[x, y], [nextX, nextY]] = [at(node), at(next)];
        const length = Math.abs(nextX - x) + Math.abs(nextY - y);
        const all = spent + cost(way, segment, length) + (way === along ? 0 : TURN);
        const known = least[way][next] ?? 0;
        if (known > 0 && known <= all) continue;
        least[way][next] = all;
        queue.push({
          node: next,
          along: way,
          spent: all,
          least: all + left(next),
          exit: best.exit,
          before: best,
        });
      }
    }
    return undefined;
  };

  /** Nodes, with the parts of a corridor that are passed without a turn made one. */
  const wayOf = (end: Reached): Way => {
    if (end.isDirect && end.end) return [endOf(end.exit), endOf(end.end)];
    const nodes: Reached[] = [];
    for (let one = end.before; one !== undefined; one = one.before) nodes.unshift(one);
    const points: Point[] = [endOf(end.exit)];
    for (const [index, one] of nodes.entries()) {
      const next = nodes[index + 1]?.along ?? end.end?.along;
      if (next !== one.along) points.push(at(one.node));
    }
    if (end.end) points.push(endOf(end.end));
    return points;
  };

  const take = (end: Reached): void => {
    for (let one = end.before; one?.before !== undefined; one = one.before) {
      const segment = Math.min(one.node, one.before.node);
      taken[one.along][segment] = (taken[one.along][segment] ?? 0) + 1;
    }
  };

  return { between };
}

/** A node that was reached, or the end. */
interface Reached {
  readonly node: number;
  /** How the way runs there. */
  readonly along: Along;
  readonly spent: number;
  /** What the whole way costs at least. */
  readonly least: number;
  readonly exit: Exit;
  readonly before: Reached | undefined;
  readonly end?: Exit;
  readonly isDirect?: boolean;
}

const endOf = ({ points }: Exit): Point => points.at(-1) ?? [0, 0];

/** With its turns, and the one into the corridor. */
function lengthOf({ points }: Exit): number {
  let length = TURN * (points.length - 1);
  for (const [index, [x, y]] of points.entries()) {
    const [nextX, nextY] = points[index + 1] ?? [x, y];
    length += Math.abs(nextX - x) + Math.abs(nextY - y);
  }
  return length;
}

function lines(values: readonly number[]): readonly number[] {
  return [...new Set(values)].sort((a, b) => a - b);
}
