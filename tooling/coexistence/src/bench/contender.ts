/** The tables of the first version, and how a program gives its clients them. */
export interface Contender {
  readonly name: string;
  /** Where clients of both versions find the table. */
  readonly schemas: { readonly older: string; readonly newer: string };
  /** Makes the table in an empty database, and lets clients of the first version in. */
  readonly install: (connectionString: string) => Promise<void>;
  /** Lets clients of the second version in; those of the first go on. */
  readonly open: (connectionString: string) => Promise<Opened>;
  /** Ends the first version. */
  readonly end: (connectionString: string) => Promise<readonly PhaseSpan[]>;
}

/** A part of the way, by the clock of `performance.now()`. */
export interface PhaseSpan {
  readonly phase: string;
  readonly from: number;
  readonly to: number;
}

export interface Opened {
  readonly phases: readonly PhaseSpan[];
  /** What stopped it, where something did: there is no second version then. */
  readonly failure?: string;
}

/** The phase in which rows get their new values, whatever a program calls it. */
export const FILL = 'fill';

/** How a key is counted. */
export type KeyKind = 'serial' | 'identity';

/** The statements that make a table, with its key counted as it is said. */
export const keyedBy = (kind: KeyKind, sql: string): string =>
  kind === 'serial'
    ? sql
    : sql.replace('"id" SERIAL NOT NULL', '"id" INTEGER NOT NULL GENERATED ALWAYS AS IDENTITY');
