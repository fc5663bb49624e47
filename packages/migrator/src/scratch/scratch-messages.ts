import {
  addsEnumValue,
  type BatchDirective,
  fillBatch,
  runsOutsideTransactions,
  type SqlStatement,
  sharesTransaction,
  wholeRange,
} from '@schema-service/postgres-sql';
import type { Message } from '../apply/message.ts';
import type { MigrationScript } from '../migrations/migration.ts';
import type { ScriptAnalysis } from '../sql/analyze-script.ts';

/** A part of a script as it runs in the one transaction of a scratch database. */
export interface ScratchMessage extends Message {
  /** Whether it may fail: it makes nothing that counts as structure. */
  readonly optional: boolean;
  /** Whether a later statement may use what it made only once it is committed (before PostgreSQL 17). */
  readonly needsCommit: boolean;
}

/** Roles are the server's and not the database's: a scratch run must not touch them. */
const OF_ROLES = /^(?:CREATE|ALTER|DROP) (?:ROLE|GROUP|USER(?! MAPPING))\b/;

/** Work on rows and files, and what another server has a part in. */
const LEFT_OUT = /^(?:CLUSTER|REINDEX|ANALY[SZ]E|CHECKPOINT|(?:CREATE|ALTER|DROP) SUBSCRIPTION)\b/;

/** Rights, owners and comments. */
const NO_STRUCTURE =
  /^(?:GRANT|REVOKE|COMMENT ON|SECURITY LABEL|ALTER DEFAULT PRIVILEGES|REASSIGN OWNED)\b|\bOWNER TO\b/;

/** It commits by itself, which cannot be in the one transaction here; what it does so is to rows. */
const ENDS_TRANSACTIONS = /^(?:CALL|DO)\b/;

/**
 * A script in pieces that fit into one transaction: built as usual what is built
 * concurrently, left out what no database holds (`VACUUM`, roles), and each
 * statement on its own that may fail. Every other statement stays at its
 * offset, so that an error is found by its line. Pure.
 */
export function scratchMessages(
  script: MigrationScript,
  { statements, header }: Pick<ScriptAnalysis, 'statements'> & Partial<ScriptAnalysis>,
): readonly ScratchMessage[] {
  if (header?.batches) return batchMessages(script, statements, header.batches);
  const sql = statements.reduce(fitStatement, script.sql);
  const isOptional = ({ words, start, end }: SqlStatement): boolean =>
    NO_STRUCTURE.test(words) ||
    (ENDS_TRANSACTIONS.test(words) && !sharesTransaction(words, script.sql.slice(start, end)));
  const kept = statements.filter(({ words }) => !isLeftOut(words));
  return group(kept, isOptional).map((together) => {
    const [first, last] = [together[0], together.at(-1)];
    const offset = first?.start ?? 0;
    return {
      before: [],
      sql: sql.slice(offset, last?.end),
      offset,
      statements: together,
      after: [],
      optional: first !== undefined && isOptional(first),
      needsCommit: together.length === 1 && addsEnumValue(first?.words ?? ''),
    };
  });
}

/** What runs in batches elsewhere, for all rows at once: there are no others than earlier scripts have inserted. */
function batchMessages(
  { sql }: MigrationScript,
  statements: readonly SqlStatement[],
  batches: BatchDirective,
): readonly ScratchMessage[] {
  const range = wholeRange(batches);
  return statements.map((statement) => ({
    before: [],
    sql: fillBatch(sql.slice(statement.start, statement.end), range).sql,
    offset: statement.start,
    statements: [statement],
    after: [],
    optional: false,
    needsCommit: false,
  }));
}

/** Those that need a message to themselves alone, the others as many as stand together. */
function group(
  statements: readonly SqlStatement[],
  isOptional: (statement: SqlStatement) => boolean,
): readonly (readonly SqlStatement[])[] {
  const groups: SqlStatement[][] = [];
  let isOpen = false;
  for (const statement of statements) {
    const isAlone = isOptional(statement) || addsEnumValue(statement.words);
    if (isOpen && !isAlone) groups.at(-1)?.push(statement);
    else groups.push([statement]);
    isOpen = !isAlone;
  }
  return groups;
}

function isLeftOut(words: string): boolean {
  if (OF_ROLES.test(words) || LEFT_OUT.test(words)) return true;
  return runsOutsideTransactions(words) && !isConcurrent(words);
}

const isConcurrent = (words: string): boolean => / CONCURRENTLY\b/.test(words);

function fitStatement(sql: string, { start, end, words }: SqlStatement): string {
  const blanked = isLeftOut(words) ? /[^\n]/g : undefined;
  const pattern = blanked ?? (isConcurrent(words) ? /\bCONCURRENTLY\b/i : undefined);
  if (!pattern) return sql;
  const fitted = sql.slice(start, end).replace(pattern, (text) => ' '.repeat(text.length));
  return sql.slice(0, start) + fitted + sql.slice(end);
}
