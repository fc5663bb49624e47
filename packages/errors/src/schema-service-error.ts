import { redact, redactValue } from './redact.ts';

/** What an expected failure says, in the parts a person and a program need. */
export interface SchemaServiceErrorData {
  /** Stable, upper snake case, e.g. `MIGRATION_CHECKSUM_MISMATCH`. Programs match this, never the texts. */
  readonly code: string;
  /** What is wrong, and where: one sentence, or one line per mistake. */
  readonly message: string;
  /** Why it is an error. */
  readonly why?: string;
  /** What to do about it: a command to run or an edit to make. */
  readonly fix?: string;
  /** The facts behind the message as JSON values (file, line, column, version, ...). */
  readonly meta?: Readonly<Record<string, unknown>>;
}

/**
 * An expected failure: bad input, a missing thing, an unreachable database.
 * Commands print it with {@link formatError} and no stack trace. A bug is not
 * one of these: it stays a plain `Error`. Passwords in its texts are hidden as
 * it is made, so that it may be printed, logged or sent as it is; its `cause`
 * is not touched.
 */
export class SchemaServiceError extends Error {
  override readonly name = 'SchemaServiceError';
  readonly code: string;
  readonly why: string | undefined;
  readonly fix: string | undefined;
  readonly meta: Readonly<Record<string, unknown>>;

  constructor(data: SchemaServiceErrorData, options?: ErrorOptions) {
    super(redact(data.message), options);
    this.code = data.code;
    this.why = data.why === undefined ? undefined : redact(data.why);
    this.fix = data.fix === undefined ? undefined : redact(data.fix);
    // It keeps its shape: only texts in it change.
    this.meta = redactValue(data.meta ?? {}) as Readonly<Record<string, unknown>>;
  }

  /** The envelope as JSON, as `--json` output and API responses carry it. */
  toJSON(): SchemaServiceErrorData {
    return {
      code: this.code,
      message: this.message,
      ...(this.why === undefined ? {} : { why: this.why }),
      ...(this.fix === undefined ? {} : { fix: this.fix }),
      ...(Object.keys(this.meta).length === 0 ? {} : { meta: this.meta }),
    };
  }
}

/** Works across copies of this package (a bundled app and a library), where `instanceof` does not. */
export function isSchemaServiceError(error: unknown): error is SchemaServiceError {
  return error instanceof Error && error.name === 'SchemaServiceError' && 'code' in error;
}

/** An error as the last line of a command's `--json` output. An unexpected one is a bug, and has a code for that. */
export function errorRecord(error: unknown): SchemaServiceErrorData & { readonly kind: 'error' } {
  if (isSchemaServiceError(error)) return { kind: 'error', ...error.toJSON() };
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return {
    kind: 'error',
    code: 'INTERNAL_ERROR',
    message: redact(error instanceof Error ? error.message : String(error)),
    why: 'Nobody expected this: it is a bug, and stderr has its stack.',
    ...(typeof code === 'string' ? { meta: { code } } : {}),
  };
}

/**
 * An error as a command prints it: what, why, what to do. An unexpected error
 * keeps its stack, because that is a bug and its report needs it. Without secrets.
 */
export function formatError(error: unknown): string {
  if (!isSchemaServiceError(error)) {
    return redact(error instanceof Error ? (error.stack ?? error.message) : String(error));
  }
  const lines = [`error ${error.code}: ${error.message}`];
  if (error.why) lines.push(`  why: ${error.why}`);
  if (error.fix) lines.push(`  fix: ${error.fix}`);
  return redact(lines.join('\n'));
}
