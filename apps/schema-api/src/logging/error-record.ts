import { redact } from '@schema-service/errors';

/** An error as the log has it. */
export interface ErrorRecord {
  readonly type: string;
  readonly message: string;
  readonly stack: string;
  readonly code?: unknown;
}

/** An error with its stack and those of its causes, without secrets. */
export function errorRecord(error: Error): ErrorRecord {
  const { name: type, message } = error;
  const code = 'code' in error ? { code: error.code } : {};
  return { type, message: redact(message), stack: redact(stackOf(error)), ...code };
}

function stackOf(error: Error): string {
  const own = error.stack ?? error.message;
  return error.cause instanceof Error ? `${own}\ncaused by: ${stackOf(error.cause)}` : own;
}
