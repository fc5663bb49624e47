import { isSchemaServiceError, SchemaServiceError } from '@schema-service/errors';

/** What the end of a command says to a script that called it. */
export const EXIT = {
  ok: 0,
  /** It did not work, or it found what it looks for. */
  failure: 1,
  /** The command was not understood; nothing was tried. */
  usage: 2,
  /** The structure of the database is not what its version says. */
  drift: 3,
  /** Ended by the person, as a shell counts an interrupt. */
  cancelled: 130,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** Every error that does not end in {@link EXIT.failure}. */
const exitByCode: Readonly<Record<string, ExitCode>> = {
  COMMAND_USAGE: EXIT.usage,
  COMMAND_CANCELLED: EXIT.cancelled,
  SCHEMA_REFERENCE_UNKNOWN: EXIT.usage,
  ENVIRONMENTS_INVALID: EXIT.usage,
  ENVIRONMENT_UNKNOWN: EXIT.usage,
  ENVIRONMENT_NOT_SET: EXIT.usage,
  ROLLOUT_INVALID: EXIT.usage,
  MIGRATION_DRIFT: EXIT.drift,
};

/** How a command ends that threw this. */
export function exitCodeOf(error: unknown): ExitCode {
  return (isSchemaServiceError(error) && exitByCode[error.code]) || EXIT.failure;
}

/** Makes the error COMMAND_USAGE of a command line that was not understood. */
export type UsageError = (message: string, fix?: string) => SchemaServiceError;

/** The usage errors of a command; what to do is to read its help, where nothing better is known. */
export function usageErrors(command: string): UsageError {
  return (message, fix = `${command} --help`) =>
    new SchemaServiceError({ code: 'COMMAND_USAGE', message, fix });
}
