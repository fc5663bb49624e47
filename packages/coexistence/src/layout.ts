import type { Name, Structure } from '@schema-service/migration-draft';
import { quoteIdentifier, quoteText } from '@schema-service/postgres-sql';
import type { Model, SchemaModel } from '@schema-service/schema-model';

/** How several versions of a schema live on one database. Plain data: a release freezes it. */
export interface Layout {
  readonly kind: 'layout';
  /** What the names of the versions' schemas begin with: `db` of `db_2_0_0`. */
  readonly name: string;
  /** Those that are served, oldest first. */
  readonly versions: readonly VersionLayout[];
  /**
   * The tables below all versions, with the columns that only older versions have. What the newest
   * version has goes by its names in the schema language; every `dbName` is that of the database.
   */
  readonly base: SchemaModel;
  readonly groups: readonly HomeGroup[];
  readonly fills: readonly Fill[];
  readonly moves: readonly Move[];
  /** Tables with other triggers, which may assign a home after it was spread. */
  readonly guarded: readonly Name[];
  /** Queries of views that only older versions show, where they are known. */
  readonly queries?: Structure;
}

/** A version's schema of PostgreSQL, in which its clients find a view for every table that they know. */
export interface VersionLayout {
  readonly version: string;
  /** `db_2_0_0`. */
  readonly schema: string;
  readonly views: readonly ViewLayout[];
  /** What its clients call constraints and unique indexes, by the names that the tables have, where the two differ. */
  readonly constraints?: Readonly<Record<string, string>>;
}

export interface ViewLayout {
  readonly name: string;
  /** What it shows. */
  readonly table: Name;
  /** Whether who asks needs the rights to the table: its row security is for those, and not for the view's owner. */
  readonly isInvoker?: true;
  readonly columns: readonly ViewColumn[];
}

export interface ViewColumn {
  readonly name: string;
  /** The table's column that it shows. */
  readonly home: string;
  /** The SQL of the version's own default; absent where the table's holds. */
  readonly default?: string;
}

/** Columns of one table that hold one field, each in the form of the versions that show it. Triggers keep them equal. */
export interface HomeGroup {
  readonly table: Name;
  /** Oldest first; at least two. */
  readonly homes: readonly Home[];
}

export interface Home {
  readonly column: string;
  /** Whether it may be null. */
  readonly isOptional: boolean;
  /** SQL over `{value}`: what the home before it holds, in this one's form; without it, made once for a row. Absent of the first. */
  readonly up?: string;
  /** SQL over `{value}`: what this one holds, in the form of the home before it; or made, too. Absent of the first. */
  readonly down?: string;
  /** In the place of both: the row that the column refers to, which has both forms. */
  readonly lookup?: Lookup;
}

/** A row of another table, or of the same, that is known by a key in two forms. */
export interface Lookup {
  readonly table: Name;
  /** Its column in the form of the home before. */
  readonly older: string;
  /** Its column in the form of this one. */
  readonly newer: string;
  /** The other columns of the foreign key: here, and there. */
  readonly beside: readonly { readonly own: string; readonly target: string }[];
  /** The names of the foreign keys of the home before, and of this one. */
  readonly keys: { readonly older: string; readonly newer: string };
}

/** What a column gets where a version that does not show it inserts a row. */
export interface Fill {
  readonly table: Name;
  readonly column: string;
  /** SQL, in which `{column}` is a column of the same row. */
  readonly value: string;
  /** Whether it is made anew where one of those changes, and the column itself does not. */
  readonly follows?: true;
}

/** Columns that two versions have in two tables, of which a row of one, the child, belongs to a row of the other. */
export interface Move {
  readonly parent: MoveSide;
  readonly child: MoveSide;
  /** Where the newer version has them. */
  readonly newer: 'parent' | 'child';
  /** Whether a parent with a value gets a child where it has none. */
  readonly makesChild: boolean;
  /** Whether views lock the parent before the child. Absent of moves that releases before it have. */
  readonly isHeld?: true;
}

/** One table of a move. Keys and columns are in the order of the other's. */
export interface MoveSide {
  readonly table: Name;
  /** What the two rows have in common. */
  readonly key: readonly string[];
  readonly columns: readonly string[];
}

/** The name of the schema that holds a version's views. */
export const versionSchema = (name: string, version: string): string =>
  `${name}_${nameOfVersion(version)}`;

/** A version as a part of names: `2_0_0`, `3_0_0_rc_1`. */
export const nameOfVersion = (version: string): string => version.replace(/[^A-Za-z0-9]+/g, '_');

/** A table, type or function with its schema, whatever is searched. */
export const qualified = ({ namespace, name }: Name): string =>
  `${quoteIdentifier(namespace)}.${quoteIdentifier(name)}`;

/** The table of a model. */
export const nameOf = ({
  namespace = 'public',
  dbName,
}: Pick<Model, 'namespace' | 'dbName'>): Name => ({
  namespace,
  name: dbName,
});

/** SQL for the next number of the sequence that counts a column, whatever it is called. */
export const nextNumber = (table: Name, column: string): string =>
  `nextval(pg_get_serial_sequence(${quoteText(qualified(table))}, ${quoteText(column)}))`;

export const modelIn = ({ models }: SchemaModel, name: string): Model | undefined =>
  models.find((model) => model.name === name);

export const isSameTable = (one: Name, other: Name): boolean =>
  one.namespace === other.namespace && one.name === other.name;

/** SQL with what stands for its placeholders. Braces around anything else stay as they are. */
export const substitute = (sql: string, valueFor: (name: string) => string | undefined): string =>
  sql.replace(/\{([^{}]+)\}/g, (braces, name: string) => valueFor(name) ?? braces);
