import type { Client } from 'pg';

/** The tools whose histories can be taken over. */
export type ImportTool = 'prisma' | 'flyway' | 'golang-migrate' | 'dbmate' | 'sqitch';

/** A migration as another tool has it. */
export interface ForeignMigration {
  /** What the tool's table calls it. */
  readonly key: string;
  /** For people, without number or date: `init`. */
  readonly name: string;
  /** Relative to the tool's folder. */
  readonly path: string;
  readonly up: string;
  readonly down?: string;
  /** Whether the tool runs it outside of a transaction. */
  readonly noTransaction?: boolean;
  /** As the tool counts it, where it keeps one. */
  readonly checksum?: string;
}

/** What the tool's table says is in the database. */
export interface ForeignRow {
  readonly key: string;
  readonly checksum?: string | null;
  readonly appliedAt?: Date | null;
}

/** What a table says, and what about it stands in the way of taking it over. */
export interface ForeignState {
  readonly rows: readonly ForeignRow[];
  readonly problems: readonly string[];
}

/** How to read one tool's files and table. Nothing of either is changed. */
export interface ForeignTool {
  readonly tool: ImportTool;
  /** Its tracking table, as SQL names it. */
  readonly table: string;
  /** The migrations of a folder in the order in which the tool runs them. */
  readonly readFiles: (folder: string) => readonly ForeignMigration[];
  readonly readState: (client: Client, files: readonly ForeignMigration[]) => Promise<ForeignState>;
}
