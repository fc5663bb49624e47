import type { ScalarType } from '@schema-service/schema-model';

/** A value in a form that JSON carries; the runner of each language makes its own type of it. */
export interface GivenValue {
  readonly type: ScalarType | 'Enum';
  /** The PostgreSQL type, e.g. `Uuid`; the enum's name where it is one. */
  readonly of: string;
  /** null; a string but for Boolean, Int, Float and Json; an array of them for a list. */
  readonly value: unknown;
}

export type GivenRow = Readonly<Record<string, GivenValue>>;

/** The fields of a unique key, and the name that Prisma Client has for several of them. */
export interface GivenKey {
  /** The model or view. */
  readonly entity: string;
  readonly name: string;
  readonly values: GivenRow;
}

export type OperationAct =
  | { readonly act: 'create'; readonly data: GivenRow }
  | { readonly act: 'update'; readonly where: GivenKey; readonly data: GivenRow }
  | {
      readonly act: 'upsert';
      readonly where: GivenKey;
      readonly create: GivenRow;
      readonly update: GivenRow;
    }
  | { readonly act: 'delete'; readonly where: GivenKey }
  | { readonly act: 'findUnique'; readonly where: GivenKey }
  /** One column in the order that the database gives it. */
  | { readonly act: 'order'; readonly by: string }
  | { readonly act: 'findMany' }
  | { readonly act: 'filter'; readonly by: GivenRow }
  /** Deletes every row that has the value. */
  | { readonly act: 'deleteMany'; readonly by: GivenRow }
  | { readonly act: 'count' }
  /** Reads the rows at the other end of a relation. */
  | { readonly act: 'follow'; readonly relation: string }
  /** Ties two rows by a join table. */
  | {
      readonly act: 'connect';
      readonly where: GivenKey;
      readonly relation: string;
      readonly to: GivenKey;
    };

/** One thing that a client does to a database. */
export type Operation = OperationAct & {
  /** `create Review minimal` */
  readonly name: string;
  /** The model or view. */
  readonly entity: string;
  readonly question: 'reads' | 'writes';
  /** Fields of an answered row that are not the same on every run. */
  readonly volatile: readonly string[];
};

/** What came of one: rows as JSON (null where the language cannot do it), or an error. */
export type Outcome =
  | { readonly kind: 'done'; readonly answer: unknown }
  | { readonly kind: 'failed'; readonly error: string }
  | { readonly kind: 'skipped' };
