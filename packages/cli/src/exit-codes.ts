import { isSchemaServiceError } from '@schema-service/errors';

/** What the end of a command says to a script that called it. */
export const EXIT = {
  ok: 0,
  /** It did not work, or it found what it looks for. */
  failure: 1,
  /** The command was not understood; nothing was tried. */
  usage: 2,
  /** Ended by the person, as a shell counts an interrupt. */
  cancelled: 130,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** Every error that does not end in {@link EXIT.failure}. */
const exitByCode: Readonly<Record<string, ExitCode>> = {
  COMMAND_USAGE: EXIT.usage,
  SCHEMA_REFERENCE_UNKNOWN: EXIT.usage,
  COMMAND_CANCELLED: EXIT.cancelled,
};

export function exitCodeOf(error: unknown): ExitCode {
  return (isSchemaServiceError(error) && exitByCode[error.code]) || EXIT.failure;
}
