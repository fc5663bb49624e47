import type { SqlStatement } from '@schema-service/postgres-sql';
import type { Migration } from '../migrations/migration.ts';
import { analyzeScript } from '../sql/analyze-script.ts';

/** A statement of a migration, and where it is. */
export interface PlacedStatement extends Pick<SqlStatement, 'words' | 'start' | 'end'> {
  /** `1.0.0/001_init/up.sql:3` */
  readonly place: string;
  readonly text: string;
}

/** The statements of migrations, in order. */
export function scriptStatements(migrations: readonly Migration[]): readonly PlacedStatement[] {
  return migrations.flatMap(({ up }) =>
    analyzeScript(up).statements.map(({ words, start, end, line }) => ({
      ...{ words, start, end, place: `${up.path}:${line}` },
      text: up.sql.slice(start, end).trimEnd(),
    })),
  );
}

/** A statement that a squashed script cannot stand for. */
export interface Uncarried {
  /** Where it is; `null` where nobody can tell. */
  readonly place: string | null;
  readonly why: string;
}

/** One line: `1.0.0/001_init/up.sql:3: CREATE ROLE is about the server, …` */
export const describeUncarried = ({ place, why }: Uncarried): string =>
  place === null ? why : `${place}: ${why}`;

/** What is the server's, and of no database. */
const OF_THE_SERVER =
  /^(?:(?:CREATE|ALTER|DROP) (?:ROLE|GROUP|USER|DATABASE|TABLESPACE|SUBSCRIPTION)|ALTER SYSTEM|COMMENT ON (?:DATABASE|ROLE|TABLESPACE|SUBSCRIPTION)|SECURITY LABEL|LOAD|(?:GRANT|REVOKE)(?!.* ON ))\b/;

const MAKES_ROLES = /\b(?:CREATE|ALTER|DROP)\s+(?:ROLE|USER|GROUP)\b/i;

const ON_ROWS = /^(?:INSERT|UPDATE|DELETE|MERGE|WITH|SELECT|DO|CALL)\b/;

const OF_THE_MOMENT =
  /\b(?:current_date|current_user|session_user|current_role|inet_server_addr|version)\b/i;

export const isAboutRights = (words: string): boolean =>
  /^(?:GRANT|REVOKE|ALTER DEFAULT PRIVILEGES|REASSIGN OWNED)\b|\bOWNER TO\b/.test(words);

/** Those whose words say that they do something which no dump of a database has. Pure. */
export function findOfTheServer(statements: readonly PlacedStatement[]): readonly Uncarried[] {
  return statements
    .filter(
      ({ words, text }) =>
        OF_THE_SERVER.test(words) || (/^DO\b/.test(words) && MAKES_ROLES.test(text)),
    )
    .map(({ place, words }) => ({
      place,
      why: `${words.split(' ').slice(0, 2).join(' ')} is about the server, and not about the database alone.`,
    }));
}

/** The statements that may have written the rows of a table. */
export function writersOf(
  statements: readonly PlacedStatement[],
  table: string,
): readonly PlacedStatement[] {
  return statements.filter(({ words, text }) => ON_ROWS.test(words) && names(text, table));
}

/** Those that put into rows what is so today, or for who runs them. */
export function findOfTheMoment(
  statements: readonly PlacedStatement[],
  tables: readonly string[],
): readonly Uncarried[] {
  return statements
    .filter(
      ({ words, text }) =>
        ON_ROWS.test(words) &&
        OF_THE_MOMENT.test(text) &&
        tables.some((table) => names(text, table)),
    )
    .map(({ place, text }) => ({
      place,
      why: `it writes ${OF_THE_MOMENT.exec(text)?.[0]} into rows, which the script would keep as it is now.`,
    }));
}

/** Where something is made, or changed first. */
export function placeOf(statements: readonly PlacedStatement[], object: string): string | null {
  const named = statements.filter(({ text }) => names(text, object));
  const made = named.find(({ words }) => /^(?:CREATE|IMPORT)\b/.test(words));
  return (made ?? named[0])?.place ?? null;
}

/** Whether a text has the last part of a name in it. */
function names(text: string, object: string): boolean {
  const parts = object.replace(/\(.*$/s, '').match(/"(?:[^"]|"")*"|[^."]+/g) ?? [];
  const last = (parts.at(-1) ?? object).replace(/^"|"$/g, '').replaceAll('""', '"');
  const escaped = last.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`(?<![\\w$])${escaped}(?![\\w$])`, 'i').test(text);
}

/** The migrations without the statements at some places, which are blank there, and the places at which there is none. */
export function withoutStatements(
  migrations: readonly Migration[],
  places: readonly string[],
): { readonly migrations: readonly Migration[]; readonly unknown: readonly string[] } {
  const found = scriptStatements(migrations).filter(({ place }) => places.includes(place));
  const unknown = places.filter((place) => !found.some((one) => one.place === place));
  const blanked = migrations.map((migration) => {
    const { up } = migration;
    const own = found.filter(({ place }) => place.startsWith(`${up.path}:`));
    const sql = own.reduce(
      (text, { start, end }) =>
        text.slice(0, start) + text.slice(start, end).replace(/[^\n]/g, ' ') + text.slice(end),
      up.sql,
    );
    return own.length === 0 ? migration : { ...migration, up: { ...up, sql } };
  });
  return { migrations: blanked, unknown };
}
