import { readFileSync } from 'node:fs';

// Read from disk when run from source. The build puts the values in their place
// (tsup.config.ts), so that whatever bundles this package needs no file beside it.

const textOf = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8');

const { version } = JSON.parse(textOf('../package.json')) as { version: string };

/** The version of this package, as the history records it. */
export const toolVersion: string = version;

/** The tables that the migrator keeps in a database. */
export const trackingSql: string = textOf('./tracking/tracking.sql');

/** The function that moves the history on from one migration to the next. */
export const advanceSql: string = textOf('./tracking/advance.sql');

/** How far statements are that run in batches. */
export const batchSql: string = textOf('./tracking/batch.sql');

/** Whether batches are paused. */
export const pauseSql: string = textOf('./tracking/pause.sql');

/** The runs of repeatable scripts. */
export const repeatableSql: string = textOf('./repeatable/repeatable.sql');

/** The versions that are alive side by side. */
export const versionsSql: string = textOf('./tracking/versions.sql');

/** What somebody has said of versions, or done with them. */
export const versionNotesSql: string = textOf('./tracking/version-notes.sql');

/** What contracts that wait have left there. */
export const coexistingSql: string = textOf('./tracking/coexisting.sql');

/** What clients ask as they connect, and what answers them. */
export const helloSql: string = textOf('./tracking/hello.sql');

/** Opens what later layouts brought to those who may read the history. */
export const readersSql: string = textOf('./tracking/readers.sql');

/** Which statements of scripts without a transaction were begun, and which are done. */
export const statementsSql: string = textOf('./tracking/statements.sql');

/** What is applied, and which version the database is at. */
export const currentVersionSql: string = textOf('./tracking/current-version.sql');

/** What a row of the history may be, and that it stays. */
export const guardsSql: string = textOf('./tracking/guards.sql');

/** Reads the structure of a database from its catalogs. */
export const structureSql: string = textOf('./catalog/structure.sql');

/** Reads the statements that make a database anew. */
export const creationSql: string = textOf('./creation/creation.sql');

/** Reads what of a database has no such statement. */
export const unwrittenSql: string = textOf('./creation/unwritten.sql');
