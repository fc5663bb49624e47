import { SchemaServiceError } from '@schema-service/errors';
import {
  flattenStatement,
  isRepeatable,
  NAME,
  quoteLiteral,
  type SqlStatement,
  statementDigest,
} from '@schema-service/postgres-sql';
import { catalogTells } from '../apply/finished-before-interruption.ts';
import type { MigrationScript } from '../migrations/migration.ts';
import {
  type AppliedMigration,
  type BegunStatement,
  INTERRUPTED,
  unknownStatement,
} from '../tracking/applied-migration.ts';

/** What somebody has found out of a statement whose end is unknown. */
export type UnknownIs = (typeof UNKNOWN_IS)[number];

export const UNKNOWN_IS = ['done', 'not-done'] as const;

/** The statement behind those that are done of which nobody knows whether it is, too. */
export function openStatement(
  failed: readonly AppliedMigration[],
  done: number,
): BegunStatement | undefined {
  const last = failed.at(-1);
  if (last?.error?.code !== INTERRUPTED.code) return undefined;
  const unknown = unknownStatement(last);
  return unknown?.statement === done + 1 ? unknown : undefined;
}

/**
 * Refuses to go on behind a statement whose end is unknown, unless the catalog tells, it may run again, or it is the
 * text of it that somebody has seen to: run twice, it might do twice what it does.
 *
 * @throws SchemaServiceError MIGRATION_STATEMENT_UNKNOWN
 */
export function refuseUnknown(
  { path, sql }: MigrationScript,
  statement: SqlStatement | undefined,
  { statement: number, digest }: BegunStatement,
): void {
  const text = statement ? sql.slice(statement.start, statement.end) : '';
  const flat = flattenStatement(text);
  if (statement && digest === statementDigest(sql, statement)) {
    if (isRepeatable(statement.words) || catalogTells(flat)) return;
  }
  throw new SchemaServiceError({
    code: 'MIGRATION_STATEMENT_UNKNOWN',
    message: `${statement ? `${path}:${statement.line}` : path}: whether statement ${number} is done is unknown.`,
    why: 'It runs outside of transactions, and the migrator or its connection ended before its end could be noted.',
    fix: `Find out: ${howToFindOut(flat)} Then say so with up or retry: --unknown done goes on behind it, --unknown not-done runs it again.`,
    meta: { path, statement: number, ...(statement ? { line: statement.line } : {}) },
  });
}

const QUERIES: readonly (readonly [RegExp, (name: string) => string])[] = [
  [
    new RegExp(`^(?:create|drop) database (?:if exists )?(?<name>${NAME})`),
    (name) => `SELECT FROM pg_database WHERE datname = ${name};`,
  ],
  [
    new RegExp(`^(?:create|drop) tablespace (?:if exists )?(?<name>${NAME})`),
    (name) => `SELECT FROM pg_tablespace WHERE spcname = ${name};`,
  ],
  [
    new RegExp(`^(?:create|drop|alter) subscription (?:if exists )?(?<name>${NAME})`),
    (name) => `SELECT * FROM pg_subscription WHERE subname = ${name};`,
  ],
  [
    new RegExp(`^alter table .* detach partition (?<name>${NAME})`),
    (name) =>
      `SELECT inhdetachpending FROM pg_inherits WHERE inhrelid = ${name}::regclass; (no row: it is detached)`,
  ],
  [
    new RegExp(
      `^create (?:unique )?index concurrently (?:if not exists )?on (?:only )?(?<name>${NAME})`,
    ),
    (name) =>
      `SELECT indexrelid::regclass, indisvalid FROM pg_index WHERE indrelid = ${name}::regclass;`,
  ],
  [/^(?:commit|rollback) prepared/, () => 'SELECT gid FROM pg_prepared_xacts; (there: it is not)'],
];

const SHOWN = 'look at the rows that it changes; what it has committed by itself is there.';

function howToFindOut(flat: string): string {
  if (/^(?:call|do)\b/.test(flat)) return SHOWN;
  for (const [pattern, query] of QUERIES) {
    const match = pattern.exec(flat);
    if (match) return query(quoteLiteral(match.groups?.name ?? '').trim());
  }
  return 'look for what it makes or changes in the database, or for its text in the log of the server.';
}
