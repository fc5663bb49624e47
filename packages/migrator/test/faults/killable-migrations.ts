const COUNT = 12;

/** Migrations of several statements each, every fourth without a transaction. Their tables hold ten rows. */
export const KILLABLE_MIGRATIONS: Readonly<Record<string, string>> = Object.fromEntries(
  Array.from({ length: COUNT }, (_, index) => index + 1).map((i) => [
    `1.0.0/${String(i).padStart(3, '0')}_t${i}/up.sql`,
    i % 4 === 0 ? withoutTransaction(`t${i}`) : inTransaction(`t${i}`),
  ]),
);

/** The table that a migration makes, by its id. */
export const tableOf = (migration: string): string => migration.slice(4);

// The pauses make it likely that a kill comes in the middle of a statement.
function inTransaction(table: string): string {
  return `
CREATE TABLE ${table} (id integer PRIMARY KEY, name text NOT NULL);
INSERT INTO ${table} SELECT n, 'name ' || n FROM generate_series(1, 10) AS n;
SELECT pg_sleep(0.01);
CREATE INDEX ${table}_name ON ${table} (name);
ALTER TABLE ${table} ADD extra integer DEFAULT 7;
SELECT pg_sleep(0.01);
`;
}

function withoutTransaction(table: string): string {
  return `-- migrator: no-transaction
CREATE TABLE ${table} (id integer PRIMARY KEY, name text NOT NULL);
INSERT INTO ${table} SELECT n, 'name ' || n FROM generate_series(1, 10) AS n;
CREATE INDEX CONCURRENTLY ${table}_name ON ${table} (name);
ALTER TABLE ${table} ADD extra integer DEFAULT 7;
CREATE UNIQUE INDEX CONCURRENTLY ${table}_unique ON ${table} (name, id);
`;
}
