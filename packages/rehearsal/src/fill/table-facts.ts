/** A table as far as making rows for it goes. */
export interface TableFacts {
  readonly oid: string;
  /** As SQL would name it: `public.reviews`. */
  readonly name: string;
  readonly columns: readonly ColumnFacts[];
  readonly foreignKeys: readonly ForeignKeyFacts[];
  /** What may refuse a row, and the columns that it looks at. By the constraint's or index's name. */
  readonly refusals: ReadonlyMap<string, Refusal>;
}

export interface ColumnFacts {
  readonly name: string;
  readonly type: ValueType;
  readonly isNullable: boolean;
  /** SQL of the default. */
  readonly default: string | null;
  /** The database alone gives its value: a generated column, or an identity that takes no other. */
  readonly isMade: boolean;
  /** A sequence counts it. */
  readonly isCounted: boolean;
}

/** A type without its domains: what a literal of it looks like. */
export interface ValueType {
  /** PostgreSQL's own name: `int4`, `varchar`, `timestamptz`. */
  readonly name: string;
  /** Of characters or bits, where the type limits them. */
  readonly length?: number;
  readonly precision?: number;
  readonly scale?: number;
  /** Of an array. */
  readonly element?: ValueType;
  /** Of an enum, in order. */
  readonly labels?: readonly string[];
  /** What the domains check. */
  readonly checks: readonly DomainCheck[];
}

export interface DomainCheck {
  /** The constraint's name, by which a refusal speaks of it. */
  readonly name: string;
  readonly definition: string;
}

export interface ForeignKeyFacts {
  readonly columns: readonly string[];
  /** The other table's name. */
  readonly table: string;
  readonly references: readonly string[];
}

export interface Refusal {
  readonly columns: readonly string[];
  /** SQL of a check. */
  readonly definition?: string;
}
