import type { Compiled } from './compile-plan.ts';
import type { Scope } from './plan.ts';
import type { Replay } from './replays.ts';

/** How a call is answered: by a plan, or by Prisma. */
export interface Way {
  readonly plan?: Compiled | undefined;
  readonly values?: Record<string, unknown>;
  /** What is known of it where Prisma answers. */
  readonly call?: KnownCall;
}

/** What is known of a call that Prisma answers. */
export interface KnownCall {
  /** Whether it is to be answered by Prisma all the way. */
  readonly isPrismas?: boolean;
  readonly learn?: Learn;
  readonly found?: Replay;
}

export const PRISMAS: KnownCall = { isPrismas: true };

export const USUAL: Way = {};

/** Has Prisma answer a call; with a replay, say what is wrong with one that has run. */
export type Prisma = (found?: Replay) => Promise<unknown>;

/** Told of the plan of a call, of the values that Prisma found in it, and of the query with placeholders for them. */
export type Learn = (plan: Compiled | undefined, values: Scope, query: string) => void;
