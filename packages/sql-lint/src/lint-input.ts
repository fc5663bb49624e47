/** The `up.sql` of one migration. */
export interface LintFile {
  /** As it is shown in findings; the lint reads no disk. */
  readonly path: string;
  readonly sql: string;
}

/** What the lint cannot know from the files. */
export interface LintOptions {
  /** The oldest major version of PostgreSQL that the migrations run on. Default 14. */
  readonly postgresMajor?: number;
  /**
   * What is known of the tables that older versions made, by their name (`orders`, `shop."Order"`): what is
   * missing here is taken to exist, with columns of unknown types.
   */
  readonly existingTables?: Readonly<Record<string, ExistingTable>>;
}

/** A table as it is before the first of the files runs. */
export interface ExistingTable {
  /** Each column, as SQL writes it, and its type as PostgreSQL prints it: `character varying(20)`, `integer`. */
  readonly columns: Readonly<Record<string, string>>;
  /** The columns of its primary key as SQL lists them: `"A", "B"`. */
  readonly key?: string;
}
