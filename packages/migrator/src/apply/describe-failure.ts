import { lineCounter } from '@schema-service/postgres-sql';
import { codeOf } from '../connection/connection-error.ts';
import type { ScriptOutcome } from '../connection/script-query.ts';
import type { MigrationFailure } from '../tracking/applied-migration.ts';
import { hookAt, type Message, scriptPrefix } from './message.ts';

/** The fields of a server's error that pg's DatabaseError has. */
interface ServerError {
  readonly detail?: string;
  readonly hint?: string;
  readonly where?: string;
  readonly position?: string;
}

const SYNTAX_ERROR = '42601';

// active_sql_transaction, and invalid_transaction_termination: of a procedure that commits.
const NEEDS_NO_TRANSACTION = new Set(['25001', '2D000']);
const READ_ONLY = '25006';

/**
 * Says which statement of the script failed, on which line, and with what. The
 * position in the error tells where there is one (it counts characters of the
 * whole message); otherwise the number of statements that completed does.
 */
export function describeFailure(
  script: string,
  message: Message,
  { error, completed }: ScriptOutcome,
  transactional = true,
): MigrationFailure {
  const { detail, hint, where, position } = error as ServerError;
  const sqlState = codeOf(error);
  const at = { completed, position: position === undefined ? undefined : Number(position) };
  const hook = hookAt(message, at, message.statements.length);
  const place = hook
    ? undefined
    : (positionIn(script, message, sqlState, position) ??
      statementAt(message, completed - message.before.length) ??
      // A message of its own: it is the statement's commit that failed.
      (transactional ? undefined : statementAt(message, 0)));
  const advice = transactional ? adviceFor(sqlState, place) : undefined;
  return {
    code: 'MIGRATION_FAILED',
    message: error?.message ?? 'unknown',
    ...(sqlState ? { sqlState } : {}),
    ...(detail ? { detail } : {}),
    ...((advice ?? hint) ? { hint: advice ?? hint } : {}),
    ...(where ? { context: where } : {}),
    ...(hook ? { hook } : {}),
    ...place,
  };
}

type Place = Pick<MigrationFailure, 'statement' | 'line'>;

/** What there is to do where an error is another thing for a migration than for PostgreSQL. */
function adviceFor(sqlState = '', place: Place | undefined): string | undefined {
  if (NEEDS_NO_TRANSACTION.has(sqlState))
    return 'Put `-- migrator: no-transaction` into the first line.';
  // The history is written in the transaction of the script.
  return sqlState === READ_ONLY && !place ? 'Remove SET TRANSACTION READ ONLY.' : undefined;
}

function positionIn(
  script: string,
  message: Message,
  sqlState: string | undefined,
  position: string | undefined,
): Place | undefined {
  if (!position) return undefined;
  const prefix = scriptPrefix(message);
  const within = Number(position) - 1 - [...prefix].length;
  if (within < 0) return undefined;
  const end = message.sql.length;
  const inside = utf16Offset(message.sql, within);
  // What the script left open is noticed in our own statements; any other error there is theirs.
  if (inside === end && sqlState !== SYNTAX_ERROR) return {};
  const offset = message.offset + inside;
  const statement = message.statements.findLast(({ start }) => start <= offset);
  return statement && { statement: statement.index, line: lineCounter(script)(offset) };
}

/** PostgreSQL counts characters, JavaScript UTF-16 units: an emoji is one there and two here. */
function utf16Offset(text: string, characters: number): number {
  let offset = 0;
  for (let count = 0; count < characters && offset < text.length; count++) {
    offset += (text.codePointAt(offset) ?? 0) > 0xffff ? 2 : 1;
  }
  return offset;
}

function statementAt({ statements }: Message, completed: number): Place | undefined {
  const statement = statements[completed];
  return statement && { statement: statement.index, line: statement.line };
}
