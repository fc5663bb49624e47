import type { SampleValue } from '../sample-value.ts';

/** A value inside of arguments, for the runner of each language to make its own type of. */
export interface ArgumentValue extends SampleValue {
  readonly kind: 'value';
  /** The name of the enum, where the value is of one. */
  readonly enum?: string;
}

export type Argument =
  | ArgumentValue
  | string
  | number
  | boolean
  | null
  | readonly Argument[]
  | { readonly [key: string]: Argument };

export type Arguments = { readonly [key: string]: Argument };

/** Which parts of a row are an answer: its fields, and below relations those of other rows. */
export interface Shape {
  readonly fields: readonly { readonly name: string; readonly type: string }[];
  readonly relations: readonly { readonly name: string; readonly shape: Shape }[];
  readonly counts: readonly string[];
}

/** Prisma's names of the methods that both clients have. */
export type Method =
  | 'findMany'
  | 'findFirst'
  | 'findUnique'
  | 'count'
  | 'create'
  | 'createMany'
  | 'update'
  | 'updateMany'
  | 'upsert'
  | 'delete'
  | 'deleteMany';

/** One call of a client's method, as Prisma writes its arguments. */
export interface Call {
  readonly model: string;
  readonly method: Method;
  readonly args: Arguments;
  readonly shape: Shape;
  /**
   * What is read after a write, in its transaction, which is rolled back: the same
   * rows are there for the next call. Absent for a call that reads.
   */
  readonly after?: readonly Call[];
}

/** What a call gave: rows as arrays in the order of the shape, or the one number that it counts, or only that it failed. */
export type Answer =
  | { readonly kind: 'done'; readonly rows: readonly unknown[] }
  | { readonly kind: 'failed'; readonly error: string };
