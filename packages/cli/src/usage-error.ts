import { type UsageError, usageErrors } from '@schema-service/command-line';

/** A command line that was not understood. */
export const usageError: UsageError = usageErrors('schemactl');
