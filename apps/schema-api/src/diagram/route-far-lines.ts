import { createCorridors } from './corridors.ts';
import { type Exit, exitsOf, type Ground } from './exits.ts';
import type { Point, Rect } from './lay-out-groups.ts';
import { onTracks } from './tracks.ts';

/** Least between a line and a group that it passes. */
const BESIDE_GROUP = 8;

/** A line from a box of one group to a box of another. */
export interface FarLine {
  readonly id: string;
  readonly from: FarEnd;
  readonly to: FarEnd;
}

interface FarEnd {
  /** Its index among the grounds. */
  readonly group: number;
  readonly box: Rect;
  /** Where the line meets the box. */
  readonly y: number;
}

/**
 * Leads lines from group to group: out by the channels between layers, then by the corridors
 * between groups, around every box. Lines that share a corridor lie side by side. What has no way
 * is left out.
 *
 * @param gap between two groups, at least
 */
export function routeFarLines(
  grounds: readonly Ground[],
  lines: readonly FarLine[],
  gap: number,
): ReadonlyMap<string, Point[]> {
  const corridors = createCorridors(
    grounds.map(({ place }) => place),
    gap,
  );
  const exits = ({ group, box, y }: FarEnd): readonly Exit[] => {
    const ground = grounds[group];
    return ground ? exitsOf(ground, box, y, gap) : [];
  };
  const routed = lines.flatMap(({ id, from, to }) => {
    const found = corridors.between(exits(from), exits(to));
    if (found === undefined) return [];
    keep(grounds[from.group], found.from);
    keep(grounds[to.group], found.to);
    return [{ id, ...found }];
  });
  const ways = onTracks(
    routed.map(({ from, way }) => ({ way, along: from.along })),
    gap / 2 - BESIDE_GROUP,
  );
  return new Map(
    routed.map(({ id, from, to }, index) => {
      const way = ways[index] ?? [];
      const begin = from.points.slice(0, -1);
      const end = to.points.slice(0, -1).reverse();
      return [id, withoutRests([...begin, ...way, ...end])];
    }),
  );
}

/** The line is in the way of those that leave later. */
function keep(ground: Ground | undefined, { points }: Exit): void {
  const [, [x, from] = [], [, to] = []] = points;
  if (x === undefined || from === undefined || to === undefined) return;
  ground?.verticals.push([x, Math.min(from, to), Math.max(from, to)]);
}

/** Points at which a line turns, and its ends. */
function withoutRests(points: readonly Point[]): Point[] {
  const kept: Point[] = [];
  for (const [x, y] of points) {
    const [before, last] = [kept.at(-2), kept.at(-1)];
    if (last !== undefined && last[0] === x && last[1] === y) continue;
    const isStraight =
      before !== undefined &&
      last !== undefined &&
      ((before[0] === last[0] && last[0] === x) || (before[1] === last[1] && last[1] === y));
    if (isStraight) kept.pop();
    kept.push([x, y]);
  }
  return kept;
}
