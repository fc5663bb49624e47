import { SchemaServiceError, type SchemaServiceErrorData } from '@schema-service/errors';
import {
  findBatchProblem,
  findEarlyEnumUse,
  findOldStrings,
  isClientCopy,
  isTransactionControl,
  PHASES,
  ROLLBACK_CLASSES,
  readDirectives,
  releasesAllLocks,
  runsOutsideTransactions,
  type ScriptDirectives,
  type ScriptProblem,
  type SqlStatement,
  SqlSyntaxError,
  scanStatements,
  type VerifyDirective,
} from '@schema-service/postgres-sql';
import type { MigrationScript } from '../migrations/migration.ts';

/** What is known of a script before it runs. */
export interface ScriptAnalysis {
  readonly kind: 'scriptAnalysis';
  readonly header: ScriptDirectives;
  readonly statements: readonly SqlStatement[];
}

/**
 * Splits a script and refuses what could not be run, or not be undone, by its line.
 *
 * @throws SchemaServiceError MIGRATION_HEADER_INVALID, MIGRATION_BATCHES_INVALID, MIGRATION_SQL_UNTERMINATED, MIGRATION_PSQL_COMMAND,
 *   MIGRATION_TRANSACTION_CONTROL, MIGRATION_NEEDS_NO_TRANSACTION, MIGRATION_CLIENT_COPY,
 *   MIGRATION_LOCK_RELEASED, MIGRATION_OLD_STRINGS
 */
export function analyzeScript(script: MigrationScript): ScriptAnalysis {
  const header = readHeader(script);
  const statements: SqlStatement[] = [];
  try {
    for (const statement of scanStatements(script.sql)) {
      checkStatement(statement, header, script);
      statements.push(statement);
    }
  } catch (error) {
    throw error instanceof SqlSyntaxError ? syntaxRefusal(error, script.path) : error;
  }
  if (header.transactional) refuseEarlyEnumUse(script, statements);
  refuseOldStrings(script, statements);
  if (header.verify) refuseVerify(script, header, header.verify);
  if (header.batches) {
    const problem = findBatchProblem(script.sql, statements, header.batches);
    if (problem) throw problemRefusal('MIGRATION_BATCHES_INVALID', problem, script.path);
  }
  return { kind: 'scriptAnalysis', header, statements };
}

/** It stands beside batches, and is one query. */
function refuseVerify(
  { path }: MigrationScript,
  { batches }: ScriptDirectives,
  { sql, line }: VerifyDirective,
): void {
  const isOne = [...scanStatements(sql)].length === 1;
  if (batches && isOne) return;
  throw refusal(path, line, {
    code: 'MIGRATION_HEADER_INVALID',
    message: batches ? 'verify is not one query.' : 'verify stands without batches.',
    why: 'It is a query, on one line, that has to find no row behind the last batch.',
    fix: 'Write for example: -- migrator: verify = SELECT FROM public.reviews WHERE word_count IS NULL',
  });
}

/** A misspelt directive is refused: it would silently do nothing. */
function readHeader(script: MigrationScript): ScriptDirectives {
  const { directives, mistakes } = readDirectives(script);
  const [mistake] = mistakes;
  if (mistake === undefined) {
    if (directives.ends !== undefined && directives.phase !== 'contract') throw endsNothing(script);
    return directives;
  }
  if (mistake.problem) {
    throw problemRefusal('MIGRATION_HEADER_INVALID', mistake.problem, script.path);
  }
  throw refusal(script.path, mistake.line, {
    code: 'MIGRATION_HEADER_INVALID',
    message: `this is not a directive of the migrator: ${mistake.text}`,
    why: `There are: no-transaction, batches = <table> by <columns>, verify = <query>, lock-timeout = <duration>, statement-timeout = <duration>, in an up.sql phase = ${PHASES.join('|')} and ends = <version>, and in a down.sql rollback = ${ROLLBACK_CLASSES.join('|')}.`,
    fix: 'Write for example: -- migrator: lock-timeout = 10s',
  });
}

function endsNothing({ path }: MigrationScript): SchemaServiceError {
  return refusal(path, 1, {
    code: 'MIGRATION_HEADER_INVALID',
    message: 'ends stands without phase = contract.',
    why: 'It says which version a contract ends.',
    fix: 'Write both: -- migrator: phase = contract, and -- migrator: ends = 1.0.0',
  });
}

function checkStatement(
  { words, line, start, end }: SqlStatement,
  header: ScriptDirectives,
  { path, sql }: MigrationScript,
): void {
  if (isTransactionControl(words)) {
    throw refusal(path, line, {
      code: 'MIGRATION_TRANSACTION_CONTROL',
      message: `${firstWords(words)} begins or ends a transaction.`,
      why: header.transactional
        ? 'The migrator runs every migration in a transaction of its own, together with its row in the history.'
        : 'Without a transaction every statement is one by itself, together with the note that it is done.',
      fix: 'Remove the line.',
    });
  }
  if (releasesAllLocks(words, sql.slice(start, end))) {
    throw refusal(path, line, {
      code: 'MIGRATION_LOCK_RELEASED',
      message: 'pg_advisory_unlock_all() lets go of the migration lock.',
      why: 'Another migrator could begin while this one is at work: the lock is an advisory lock of this session.',
      fix: 'Let go of the locks of the script one by one: SELECT pg_advisory_unlock(<key>). What else it leaves in the session is cleared behind it.',
    });
  }
  if (isClientCopy(words)) {
    throw refusal(path, line, {
      code: 'MIGRATION_CLIENT_COPY',
      message: 'COPY between server and client needs psql.',
      why: 'A migration is SQL alone; the rows of a COPY are not.',
      fix: 'Write the rows as INSERT statements (pg_dump --inserts).',
    });
  }
  if (header.transactional && runsOutsideTransactions(words)) {
    throw refusal(path, line, {
      code: 'MIGRATION_NEEDS_NO_TRANSACTION',
      message: `${firstWords(words)} cannot run in a transaction.`,
      why: 'PostgreSQL refuses it there.',
      fix: 'Put it into a migration of its own, with this as its first line:\n       -- migrator: no-transaction',
    });
  }
}

function refuseEarlyEnumUse(
  { sql, path }: MigrationScript,
  statements: readonly SqlStatement[],
): void {
  const found = findEarlyEnumUse(sql, statements);
  if (!found) return;
  const { value, addedOnLine, statement } = found;
  throw refusal(path, statement.line, {
    code: 'MIGRATION_NEEDS_NO_TRANSACTION',
    message: `${value} cannot be used in the transaction that adds it, on line ${addedOnLine}.`,
    why: 'PostgreSQL lets a new value of an enum be used once it is committed.',
    fix: 'Put what uses it into the next migration. Or run this one statement by statement, with this as its first line:\n       -- migrator: no-transaction',
  });
}

function refuseOldStrings(
  { sql, path }: MigrationScript,
  statements: readonly SqlStatement[],
): void {
  const asking = findOldStrings(sql, statements);
  if (!asking) return;
  throw refusal(path, asking.line, {
    code: 'MIGRATION_OLD_STRINGS',
    message: 'standard_conforming_strings is turned off above a string with a backslash.',
    why: 'Scripts are read with it on, whatever they set: the backslash would be a character of its own.',
    fix: String.raw`Remove the line, and write the strings that it is for as E'...\n...'.`,
  });
}

const firstWords = (words: string): string => words.split(' ').slice(0, 3).join(' ');

function syntaxRefusal(error: SqlSyntaxError, path: string): SchemaServiceError {
  return refusal(
    path,
    error.line,
    error.reason === 'psqlCommand'
      ? {
          code: 'MIGRATION_PSQL_COMMAND',
          message: error.message,
          why: 'The SQL goes to the server as it is; psql takes no part.',
          fix: 'Write it in SQL, or remove it.',
        }
      : {
          code: 'MIGRATION_SQL_UNTERMINATED',
          message: error.message,
          why: 'All that follows would be taken for its content.',
          fix: 'Close it.',
        },
  );
}

function problemRefusal(
  code: 'MIGRATION_HEADER_INVALID' | 'MIGRATION_BATCHES_INVALID',
  { line, column, message, why, fix }: ScriptProblem,
  path: string,
): SchemaServiceError {
  return new SchemaServiceError({
    code,
    message: `${path}:${line}:${column}: ${message}`,
    ...{ why, fix },
    meta: { path, line, column },
  });
}

function refusal(path: string, line: number, data: SchemaServiceErrorData): SchemaServiceError {
  const message = `${path}:${line}: ${data.message}`;
  return new SchemaServiceError({ ...data, message, meta: { path, line } });
}
