/** A row of creation.sql: an object of a database, and what makes it. */
export interface CreationRow {
  readonly kind: CreationKind;
  /** As SQL would name it, quoted where it must be. */
  readonly name: string;
  readonly table: string | null;
  /** `class:object`, as `pg_depend` knows it; the first is its own, others come with it. */
  readonly ids: readonly string[];
  /** Absent for what is there in every database. */
  readonly sql: string | null;
  readonly parts: CreationParts | null;
  readonly comments: readonly CommentRow[] | null;
}

export interface CommentRow {
  /** PostgreSQL's schema, the table or type, and the column, where it is about one of those. */
  readonly path: readonly string[] | null;
  readonly text: string;
  readonly sql: string;
}

/** What of an object may stand in its statement or behind it. */
export interface CreationParts {
  /** Of a table. */
  readonly columns?: readonly ColumnPart[];
  readonly partition?: string;
  readonly suffix?: string;
  /** What a default or a constraint belongs to. */
  readonly owner?: string;
  /** Of a constraint: whether it cannot stand in its table. */
  readonly later?: boolean;
  readonly text?: string;
  readonly generated?: boolean;
  /** Whether the column comes from a table that this one inherits from. */
  readonly inherited?: boolean;
  /** Objects without which the statement cannot run, which `pg_depend` does not say. */
  readonly needs?: readonly string[];
  /** Names of roles, as SQL writes them. */
  readonly roles?: readonly string[];
  /** What makes an index the identity of its table's rows for replicas. */
  readonly replica?: string;
}

export interface ColumnPart {
  readonly text: string;
  /** The number of its default, and what that says. */
  readonly default?: string;
  readonly expression?: string;
}

/** In the order in which they stand in a script, as far as dependencies let them. */
export const CREATION_KINDS = [
  'schema',
  'extension',
  'collation',
  'enum',
  'type',
  'domain',
  'sequence',
  'function',
  'table',
  'owner',
  'default',
  'table setting',
  'index',
  'constraint',
  'statistics',
  'view',
  'materialized view',
  'foreign key',
  'rule',
  'trigger',
  'policy',
] as const;

export type CreationKind = (typeof CREATION_KINDS)[number];
