import type { Point } from './lay-out-groups.ts';

/** Between two lines side by side; less where a corridor is full. */
const APART = [6, 4, 2];

/** A way, and how its first part runs; the others take turns. */
export interface Course {
  readonly way: readonly Point[];
  readonly along: 'x' | 'y';
}

/** A part of a way, which can be moved to the side. */
interface Part {
  readonly points: [number, number][];
  readonly index: number;
  /** The coordinate that all of it has in common, by its index, and what that is before it is moved. */
  readonly axis: 0 | 1;
  readonly line: number;
  readonly from: number;
  readonly to: number;
}

/**
 * Lays ways that share a corridor side by side, each with a place of its own. A part of a way moves
 * as a whole, and its neighbours, at right angles to it, become longer or shorter. The longest are
 * placed first, in the middle.
 *
 * @param reach how far from the middle of its corridor a line may be
 */
export function onTracks(courses: readonly Course[], reach: number): readonly Point[][] {
  const moved = courses.map(({ way }) => way.map(([x, y]): [number, number] => [x, y]));
  const parts = courses.flatMap(({ way, along }, course) =>
    way.slice(1).map(([x, y], index): Part => {
      const [beforeX, beforeY] = way[index] ?? [x, y];
      const isAcross = (along === 'x') === (index % 2 === 0);
      const [from, to] = isAcross ? [beforeX, x] : [beforeY, y];
      return {
        points: moved[course] ?? [],
        ...{ index, axis: isAcross ? 1 : 0, line: isAcross ? y : x },
        ...{ from: Math.min(from, to), to: Math.max(from, to) },
      };
    }),
  );
  const placed: Part[] = [];
  for (const part of parts.toSorted((a, b) => b.to - b.from - (a.to - a.from))) {
    const line = freePlace(part, placed, reach);
    placed.push({ ...part, line });
    for (const point of [part.points[part.index], part.points[part.index + 1]]) {
      if (point) point[part.axis] = line;
    }
  }
  return moved;
}

/** Nearest to the middle of the corridor; where it is full, where the fewest others are. */
function freePlace({ axis, line, from, to }: Part, placed: readonly Part[], reach: number): number {
  // Their ends may still move.
  const beside = placed.filter(
    (one) =>
      one.axis === axis &&
      Math.abs(one.line - line) < 2 * reach &&
      one.from < to + reach &&
      one.to > from - reach,
  );
  const places: number[] = [];
  for (let offset = 0; offset <= reach; offset += 2) places.push(line + offset, line - offset);
  for (const apart of APART) {
    const free = places.find((at) => beside.every((one) => Math.abs(one.line - at) >= apart));
    if (free !== undefined) return free;
  }
  const shared = (at: number): number => beside.filter((one) => one.line === at).length;
  return places.reduce((best, at) => (shared(at) < shared(best) ? at : best));
}
