/**
 * What one statement of Prisma's engine, or one clause of its `ALTER TABLE`, does
 * to the database. `sql` is the statement without its semicolon, or the clause.
 * Names are as SQL spells them, quoted and qualified where the engine does.
 */
export type Operation =
  | CreateTable
  | TableClause
  | IndexOperation
  | TypeOperation
  | SequenceOperation
  | { readonly kind: 'other'; readonly sql: string };

export interface CreateTable {
  readonly kind: 'createTable' | 'dropTable';
  readonly sql: string;
  readonly table: string;
}

export interface TableClause {
  readonly kind:
    | 'addColumn'
    | 'dropColumn'
    | 'setNotNull'
    | 'dropNotNull'
    | 'setDefault'
    | 'dropDefault'
    | 'setType'
    | 'addPrimaryKey'
    | 'addForeignKey'
    | 'dropConstraint'
    | 'otherClause';
  readonly sql: string;
  readonly table: string;
  /** The column's or the constraint's name. */
  readonly name: string;
}

export interface IndexOperation {
  readonly kind: 'createIndex' | 'dropIndex';
  readonly sql: string;
  readonly name: string;
  /** Absent where an index is dropped: PostgreSQL wants its name only. */
  readonly table?: string;
}

export interface TypeOperation {
  readonly kind: 'createType' | 'dropType' | 'addEnumValue' | 'recreateEnum';
  readonly sql: string;
  readonly type: string;
  /** The value that is added, as a literal. */
  readonly value?: string;
  /** Of `recreateEnum`: the statements that make the type anew and move its columns over. */
  readonly statements?: readonly string[];
}

/** The engine makes `autoincrement()` on a column that exists out of three statements. */
export interface SequenceOperation {
  readonly kind: 'createSequence' | 'ownSequence' | 'dropSequence';
  readonly sql: string;
  readonly sequence: string;
}
