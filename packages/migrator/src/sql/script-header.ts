import { SchemaServiceError } from '@schema-service/errors';
import type { MigrationScript } from '../migrations/migration.ts';

/**
 * What a down costs: `instant` loses nothing, `lossy` removes data, and
 * `impossible` says that there is no way back, whatever the script does.
 */
export type RollbackClass = (typeof ROLLBACK_CLASSES)[number];

const ROLLBACK_CLASSES = ['instant', 'lossy', 'impossible'] as const;

/** What a script asks for in the comments at its top, one `-- migrator: <directive>` a line. */
export interface ScriptHeader {
  readonly kind: 'scriptHeader';
  /** `-- migrator: no-transaction`: statement by statement, each on its own. */
  readonly transactional: boolean;
  /** `-- migrator: lock-timeout = 10s`: how long a statement waits for a lock, in ms; 0 is for ever. */
  readonly lockTimeoutMs?: number;
  /** `-- migrator: statement-timeout = 5min`: how long a statement may run, in ms; 0 is for ever. */
  readonly statementTimeoutMs?: number;
  /** `-- migrator: rollback = instant`: of a `down.sql` only. */
  readonly rollback?: RollbackClass;
}

const DIRECTIVE = /^--\s*migrator:\s*([\w-]+)(?:\s*[=:]\s*(\S+))?\s*$/;
const DURATION = /^(\d+)\s*(ms|s|min|h)?$/;
const UNIT_MS: Readonly<Record<string, number>> = { ms: 1, s: 1000, min: 60_000, h: 3_600_000 };

/**
 * Reads the directives above the first statement. A misspelt one is refused: it
 * would silently do nothing.
 *
 * @throws SchemaServiceError MIGRATION_HEADER_INVALID
 */
export function readScriptHeader(script: MigrationScript): ScriptHeader {
  let header: ScriptHeader = { kind: 'scriptHeader', transactional: true };
  let line = 0;
  for (const text of linesOf(script.sql)) {
    line++;
    if (text !== '' && !text.startsWith('--')) break;
    if (!/^--\s*migrator:/.test(text)) continue;
    header = { ...header, ...readDirective(text, script.path, line) };
  }
  return header;
}

/** Lazily, because only the top of a file that may have many megabytes is of interest. */
function* linesOf(sql: string): Generator<string> {
  for (let start = 0; start < sql.length; ) {
    const newline = sql.indexOf('\n', start);
    const end = newline === -1 ? sql.length : newline;
    yield sql.slice(start, end).trim();
    start = end + 1;
  }
}

function readDirective(text: string, path: string, line: number): Partial<ScriptHeader> {
  const [, name, value] = DIRECTIVE.exec(text) ?? [];
  if (name === 'no-transaction' && value === undefined) return { transactional: false };
  const duration = parseDuration(value);
  if (name === 'lock-timeout' && duration !== undefined) return { lockTimeoutMs: duration };
  if (name === 'statement-timeout' && duration !== undefined)
    return { statementTimeoutMs: duration };
  const rollback = ROLLBACK_CLASSES.find((known) => known === value);
  if (name === 'rollback' && rollback && path.endsWith('down.sql')) return { rollback };
  throw new SchemaServiceError({
    code: 'MIGRATION_HEADER_INVALID',
    message: `${path}:${line}: this is not a directive of the migrator: ${text}`,
    why: `There are: no-transaction, lock-timeout = <duration>, statement-timeout = <duration>, and in a down.sql rollback = ${ROLLBACK_CLASSES.join('|')}.`,
    fix: 'Write for example: -- migrator: lock-timeout = 10s',
    meta: { path, line },
  });
}

/** A duration as PostgreSQL writes it (`500ms`, `10s`, `5min`, `1h`; a bare number is milliseconds) in ms. */
export function parseDuration(text: string | undefined): number | undefined {
  const [, digits, unit = 'ms'] = DURATION.exec(text ?? '') ?? [];
  const factor = UNIT_MS[unit];
  return digits === undefined || factor === undefined ? undefined : Number(digits) * factor;
}
