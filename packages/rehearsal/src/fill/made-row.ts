/** A row as the database has it: every column as text. */
export type MadeRow = ReadonlyMap<string, string | null>;

/** The rows that were made so far, by table. */
export type MadeRows = Map<string, readonly MadeRow[]>;
