/** All rows of a table at one moment, as texts that mean the same where a type was changed for a like one. */
export interface TableRows {
  readonly oid: string;
  /** As SQL would name it: `public.reviews`. */
  readonly name: string;
  readonly columns: readonly RowColumn[];
  /** Numbers of the columns of a key that every row has; empty where there is none. */
  readonly key: readonly number[];
  /** Values in the order of `columns`. */
  readonly rows: readonly (readonly (string | null)[])[];
}

export interface RowColumn {
  /** PostgreSQL's number of it, which a rename leaves as it is. */
  readonly number: number;
  readonly name: string;
  readonly shape: ValueShape;
}

/** What a value is, whatever its text: `{a,b}` is a list of two, and as a text it is five characters. */
export type ValueShape = 'scalar' | 'list' | 'json' | 'bytes';
