import type { Beside } from './beside.ts';
import { FILL } from './contender.ts';
import type { Cost } from './statement-costs.ts';

/** What a figure has to be. */
export interface Bar {
  readonly name: string;
  readonly is: number;
  readonly bar: number;
  readonly unit: string;
  /** Whether it is enough to be at least the bar; else it has to be below. */
  readonly isLeast?: true;
}

export const isMet = ({ is, bar, isLeast }: Bar): boolean =>
  isLeast === true ? is >= bar : is < bar || (bar === 0 && is === 0);

export interface Costs {
  readonly viewsKept: readonly Cost[];
  readonly viewsAnew: readonly Cost[];
  readonly twin: readonly Cost[];
  readonly hello: readonly Cost[];
}

/** Phases whose locks are bounded, in milliseconds. */
const LOCKS = { expand: 50, bind: 50, contract: 50, open: 500 } as const;

export function costBars({ viewsKept, viewsAnew, twin, hello }: Costs): readonly Bar[] {
  const more = ({ plain, other }: Cost): number => other - plain;
  const percent = (costs: readonly Cost[]): number =>
    Math.max(...costs.map((cost) => (more(cost) * 100) / cost.plain));
  const most = (costs: readonly Cost[]): number => Math.max(...costs.map(more));
  return [
    { name: 'a view, plans kept: at most', is: percent(viewsKept), bar: 5, unit: '%' },
    { name: 'a view, plans made anew: at most', is: percent(viewsAnew), bar: 20, unit: '%' },
    { name: 'a write of a twin', is: most(twin), bar: 25, unit: 'µs' },
    { name: 'hello above SELECT', is: most(hello) / 1000, bar: 1, unit: 'ms' },
  ];
}

/** Of our own way through one change. */
export function besideBars({ title, isQuiet, phases, errors, rows }: Beside): readonly Bar[] {
  const lockBars = Object.entries(LOCKS).map(([phase, bar]): Bar => {
    const is = phases.find((one) => one.phase === phase)?.longestLock ?? Number.NaN;
    return { name: `${title}: lock of ${phase}`, is, bar, unit: 'ms' };
  });
  const fill = phases.find(({ phase }) => phase === FILL);
  if (isQuiet) {
    const rate = { is: rateOf(phases, rows), bar: 10_000, unit: 'rows/s', isLeast: true } as const;
    return [...lockBars, { name: `${title}: fill`, ...rate }];
  }
  const slowest = Math.max(...phases.map(({ writers }) => writers.slowest));
  return [
    ...lockBars,
    {
      name: `${title}: writers' p99 beside the fill`,
      is: fill?.writers.p99 ?? 0,
      bar: 100,
      unit: 'ms',
    },
    { name: `${title}: longest statement`, is: slowest, bar: 100, unit: 'ms' },
    { name: `${title}: statements that failed`, is: errors.length, bar: 0, unit: '' },
  ];
}

/** Ours against a peer's, on the same table. */
export const fillBar = (own: Beside, peer: Beside): Bar => ({
  name: `${own.title}: fill, against that of ${peer.title}`,
  is: rateOf(own.phases, own.rows),
  bar: rateOf(peer.phases, peer.rows),
  unit: 'rows/s',
  isLeast: true,
});

/** Rows of a second; 0 where nothing was filled. */
export function rateOf(phases: Beside['phases'], rows: number): number {
  const fill = phases.find(({ phase }) => phase === FILL);
  return fill === undefined ? 0 : (rows * 1000) / fill.ms;
}
