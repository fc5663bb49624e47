/**
 * The parts of a change that are migrations of their own, in the order in which
 * they run. Each ends the transactions, and with them the locks, of those before.
 */
export const stages = [
  /** Values of an enum that the rest uses, which PostgreSQL allows only after a commit. */
  'values',
  /** What is added: nobody who is there has to know of it. */
  'expand',
  /** Values for rows that are there. */
  'fill',
  /** Indexes, built while their tables are written to. */
  'index',
  /** Checks and keys for what is written from now on. */
  'constrain',
  /** Values for the rows that came between the fill and the check. */
  'refill',
  /** Looks at every row while others read and write it. */
  'validate',
  /** What changes in one instant: names, types, defaults, keys. */
  'switch',
  /** Indexes that need what the switch made. */
  'reindex',
  /** Keys that need it. */
  'relink',
  'revalidate',
  /** Indexes that nobody needs any more. */
  'unindex',
  /** What is dropped. */
  'contract',
] as const;

export type Stage = (typeof stages)[number];

/** What a stage does for those who use the database meanwhile. */
export type Phase = 'expand' | 'fill' | 'prove' | 'switch' | 'contract';

export const phaseOf: Readonly<Record<Stage, Phase>> = {
  values: 'expand',
  expand: 'expand',
  fill: 'fill',
  index: 'prove',
  constrain: 'prove',
  refill: 'fill',
  validate: 'prove',
  switch: 'switch',
  reindex: 'switch',
  relink: 'switch',
  revalidate: 'prove',
  unindex: 'contract',
  contract: 'contract',
};

/** One statement, or one clause of an `ALTER TABLE`, which joins its neighbours of the same table. */
export interface Statement {
  /** Without a semicolon; empty for a place where a person writes. */
  readonly sql: string;
  /** The table as SQL names it, where `sql` is a clause. */
  readonly alter?: string;
  /** Why it is there, in lines of a comment. */
  readonly comment?: string;
}

/** Rows that are written in ranges of a key, each range in a transaction of its own. */
export interface Batches {
  /** As SQL names it. */
  readonly table: string;
  /** The key's columns, as SQL names them. */
  readonly by: readonly string[];
}

/** What an operation does in one stage. */
export interface Part {
  readonly stage: Stage;
  /** The keys of the tables that are there before and that it locks against writers. */
  readonly locks: readonly string[];
  /** Those that `down` locks; the same without it. */
  readonly locksDown?: readonly string[];
  readonly up: readonly Statement[];
  /** Undoes `up`, in the order in which it runs. */
  readonly down: readonly Statement[];
  /** Its statements have to take effect together. */
  readonly isAtomic?: true;
  /** PostgreSQL runs it outside of transactions only. */
  readonly isConcurrent?: true;
  /** `up` is written for ranges of keys, with `{from}` and `{to}`. */
  readonly batches?: Batches;
  /** What ends a statement of `up` that holds others up: one that reads or writes every row may take long. */
  readonly limit?: '30s' | '30min';
  /** What is lost when `up` runs, as the end of "Loses ...". */
  readonly loses?: string;
  /** What is lost when `down` runs. */
  readonly losesDown?: string;
  /** What a person must look at before `up` runs. */
  readonly note?: string;
}

/** One act on the database, with what undoes it. */
export interface Operation {
  /** `add column`, `drop index`. */
  readonly act: string;
  readonly parts: readonly Part[];
}

/** A statement of its own. */
export const statement = (sql: string, comment?: string): Statement =>
  comment === undefined ? { sql } : { sql, comment };

/** A clause of an `ALTER TABLE`. */
export const clause = (alter: string, sql: string, comment?: string): Statement =>
  comment === undefined ? { alter, sql } : { alter, sql, comment };
