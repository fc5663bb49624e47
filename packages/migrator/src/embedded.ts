import { readFileSync } from 'node:fs';

// Read from disk when run from source. The build puts the values in their place
// (tsup.config.ts), so that whatever bundles this package needs no file beside it.

const { version } = JSON.parse(
  readFileSync(new URL('../package.json', import.meta.url), 'utf8'),
) as { version: string };

/** The version of this package, as the history records it. */
export const toolVersion: string = version;

/** What the migrator keeps in a database. */
export const trackingSql: string = readFileSync(
  new URL('./tracking/tracking.sql', import.meta.url),
  'utf8',
);

/** The function that moves the history on from one migration to the next. */
export const advanceSql: string = readFileSync(
  new URL('./tracking/advance.sql', import.meta.url),
  'utf8',
);

/** How far statements are that run in batches. */
export const batchSql: string = readFileSync(
  new URL('./tracking/batch.sql', import.meta.url),
  'utf8',
);

/** Whether batches are paused. */
export const pauseSql: string = readFileSync(
  new URL('./tracking/pause.sql', import.meta.url),
  'utf8',
);

/** The runs of repeatable scripts. */
export const repeatableSql: string = readFileSync(
  new URL('./repeatable/repeatable.sql', import.meta.url),
  'utf8',
);

/** What clients ask as they connect, and what answers them. */
export const helloSql: string = readFileSync(
  new URL('./tracking/hello.sql', import.meta.url),
  'utf8',
);

/** Opens what later layouts brought to those who may read the history. */
export const readersSql: string = readFileSync(
  new URL('./tracking/readers.sql', import.meta.url),
  'utf8',
);

/** Which statements were sent outside of transactions. */
export const begunSql: string = readFileSync(
  new URL('./tracking/begun.sql', import.meta.url),
  'utf8',
);

/** Which version the database is at. */
export const currentVersionSql: string = readFileSync(
  new URL('./tracking/current-version.sql', import.meta.url),
  'utf8',
);

/** What a row of the history may begin as. */
export const guardInsertSql: string = readFileSync(
  new URL('./tracking/guard-insert.sql', import.meta.url),
  'utf8',
);

/** Reads the structure of a database from its catalogs. */
export const structureSql: string = readFileSync(
  new URL('./catalog/structure.sql', import.meta.url),
  'utf8',
);

/** Reads the statements that make a database anew. */
export const creationSql: string = readFileSync(
  new URL('./creation/creation.sql', import.meta.url),
  'utf8',
);

/** Reads what of a database has no such statement. */
export const unwrittenSql: string = readFileSync(
  new URL('./creation/unwritten.sql', import.meta.url),
  'utf8',
);
