/** What the `-- migrator:` comments at a file's top ask of the migrator; its README describes them. */
export interface ScriptDirectives {
  /** False with `no-transaction`: each statement is a transaction of its own then. */
  readonly transactional: boolean;
  /** In ms; 0 is for ever. The migrator sets 5 s where this is missing. */
  readonly lockTimeoutMs?: number;
  /** In ms; 0 is for ever, as where this is missing. */
  readonly statementTimeoutMs?: number;
}

const DIRECTIVE = /^--\s*migrator:\s*([\w-]+)(?:\s*[=:]\s*(\S+))?\s*$/;

/** Reads the directives above the first statement. A misspelt one is the migrator's to refuse. */
export function readDirectives(sql: string): ScriptDirectives {
  let directives: ScriptDirectives = { transactional: true };
  for (const line of sql.split('\n', 200)) {
    const text = line.trim();
    if (text !== '' && !text.startsWith('--')) break;
    const [, name, value = ''] = DIRECTIVE.exec(text) ?? [];
    const duration = parseDuration(value);
    if (name === 'no-transaction') directives = { ...directives, transactional: false };
    if (duration === undefined) continue;
    if (name === 'lock-timeout') directives = { ...directives, lockTimeoutMs: duration };
    if (name === 'statement-timeout') directives = { ...directives, statementTimeoutMs: duration };
  }
  return directives;
}

const DURATION = /^'?(\d+)\s*(us|ms|s|min|h|d)?'?$/;
const UNIT_MS: Readonly<Record<string, number>> = {
  us: 0.001,
  ms: 1,
  s: 1000,
  min: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

/** A duration as PostgreSQL writes it (`500ms`, `10s`; a bare number is milliseconds), in ms. */
export function parseDuration(text: string): number | undefined {
  const [, digits, unit = 'ms'] = DURATION.exec(text.trim()) ?? [];
  return digits === undefined ? undefined : Number(digits) * (UNIT_MS[unit] ?? 1);
}
