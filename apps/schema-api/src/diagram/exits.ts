import type { Point, Rect } from './lay-out-groups.ts';

/** A way from a box to the corridors between groups. */
export interface Exit {
  /** From the side of the box to the corridor. */
  readonly points: readonly Point[];
  /** How the corridor runs where it is reached. */
  readonly along: 'x' | 'y';
}

/** A group with what is in the way inside. */
export interface Ground {
  readonly place: Rect;
  readonly boxes: readonly Rect[];
  /** Its layers from left to right: from where to where each is. */
  readonly columns: readonly Point[];
  /** The vertical parts of lines: where, from, to. Grows with the lines that leave. */
  readonly verticals: (readonly [x: number, top: number, bottom: number])[];
}

/** @param lines inside the group */
export function groundOf(place: Rect, boxes: readonly Rect[], lines: readonly Point[][]): Ground {
  const columns: [number, number][] = [];
  for (const { x, width } of boxes.toSorted((a, b) => a.x - b.x)) {
    const last = columns.at(-1);
    // Boxes whose extents overlap are of one layer.
    if (last !== undefined && x <= last[1]) last[1] = Math.max(last[1], x + width);
    else columns.push([x, x + width]);
  }
  const verticals = lines.flatMap((points) =>
    points.slice(1).flatMap(([x, y], index) => {
      const [beforeX, beforeY] = points[index] ?? [x, y];
      return beforeX === x ? [[x, Math.min(y, beforeY), Math.max(y, beforeY)] as const] : [];
    }),
  );
  return { place, boxes, columns, verticals };
}

/** Least between a line and a box, and wanted between two lines. */
const BESIDE_BOX = 6;
const STEP = 4;

/**
 * How a line can leave a box at a height: to its right and to its left, straight out of the group
 * where nothing is beside it, else by the channel between two layers, up and down. None where
 * another box of its layer stands in front.
 */
export function exitsOf(ground: Ground, box: Rect, y: number, gap: number): readonly Exit[] {
  const { place, boxes, columns } = ground;
  const own = columns.findIndex(([left, right]) => box.x >= left && box.x <= right);
  return (['right', 'left'] as const).flatMap((side): readonly Exit[] => {
    const isRight = side === 'right';
    const begin = isRight ? box.x + box.width : box.x;
    const next = columns[own + (isRight ? 1 : -1)];
    const column = columns[own];
    const outside = isRight ? place.x + place.width + gap / 2 : place.x - gap / 2;
    const end = next === undefined ? outside : next[isRight ? 0 : 1];
    if (column === undefined || isBlocked(boxes, y, begin, end)) return [];
    const start: Point = [begin, y];
    if (next === undefined) return [{ points: [start, [outside, y]], along: 'y' }];
    const channel: Point = isRight ? [column[1], next[0]] : [next[1], column[0]];
    return [place.y - gap / 2, place.y + place.height + gap / 2].map((to) => {
      const x = freest(ground, channel, Math.min(y, to), Math.max(y, to));
      return { points: [start, [x, y], [x, to]], along: 'x' };
    });
  });
}

function isBlocked(boxes: readonly Rect[], y: number, from: number, to: number): boolean {
  const [left, right] = [Math.min(from, to), Math.max(from, to)];
  return boxes.some(
    (box) => box.y < y && box.y + box.height > y && box.x < right && box.x + box.width > left,
  );
}

/** Where in a channel a vertical line is farthest from those that are there. */
function freest({ verticals }: Ground, [left, right]: Point, top: number, bottom: number): number {
  const beside = verticals.filter(
    ([x, from, to]) => x >= left && x <= right && from < bottom && to > top,
  );
  let best = Math.round((left + right) / 2);
  let room = -1;
  for (let x = Math.ceil(left) + BESIDE_BOX; x <= right - BESIDE_BOX; x++) {
    const own = Math.min(STEP, ...beside.map(([other]) => Math.abs(other - x)));
    const isNearer = Math.abs(x - (left + right) / 2) < Math.abs(best - (left + right) / 2);
    if (own > room || (own === room && isNearer)) [best, room] = [x, own];
  }
  return best;
}
