import type { Stage } from './rollouts.ts';

/**
 * How many environments are in each stage. A percentage is of all of them, and at least one; what is
 * left behind the last stage is one more. Pure.
 */
export function stageSizes(stages: readonly Stage[], total: number): readonly number[] {
  const sizes: number[] = [];
  let left = total;
  for (const stage of stages) {
    if (left === 0) break;
    const wanted =
      'count' in stage
        ? stage.count
        : 'percent' in stage
          ? Math.max(1, Math.ceil((total * stage.percent) / 100))
          : left;
    const size = Math.min(left, wanted);
    sizes.push(size);
    left -= size;
  }
  return left > 0 ? [...sizes, left] : sizes;
}
