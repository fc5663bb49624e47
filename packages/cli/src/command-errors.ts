import { type UsageError, usageErrors } from '@schema-service/command-line';
import { SchemaServiceError } from '@schema-service/errors';

/** A command line that was not understood. */
export const usageError: UsageError = usageErrors('schemactl');

const reasons: Readonly<Record<string, string>> = {
  EACCES: 'The permissions of the file or its folder do not allow it.',
  EPERM: 'The system does not allow it.',
  EROFS: 'The file system is read-only.',
  ENOSPC: 'The disk is full.',
  ENOTDIR: 'A part of the path is a file.',
  EISDIR: 'It is a folder.',
  EMFILE: 'Too many files are open.',
};

/** What the file system refused, as an error to show; anything else as it is. */
export function fromSystemError(error: unknown): unknown {
  if (!isSystemError(error)) return error;
  const why = reasons[error.code ?? ''];
  if (why === undefined || error.path === undefined) return error;
  const path = error.path;
  return new SchemaServiceError(
    {
      code: 'FILE_ACCESS_FAILED',
      message: `Could not ${error.syscall === 'open' ? 'open' : 'work with'} ${path}.`,
      why,
      fix: 'Correct that, and run the command again.',
      meta: { path, reason: error.code },
    },
    { cause: error },
  );
}

function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'syscall' in error;
}
