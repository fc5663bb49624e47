import { redact } from './redact.ts';
import { isSchemaServiceError } from './schema-service-error.ts';

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
