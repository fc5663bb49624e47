import { readFileSync } from 'node:fs';
import { SchemaServiceError } from '@schema-service/errors';

/** Variables of the environment. */
export type Variables = Readonly<Record<string, string | undefined>>;

/**
 * A variable, or what the file holds that `<NAME>_FILE` names, as secrets are mounted.
 *
 * @throws SchemaServiceError DATABASE_URL_INVALID for a file that cannot be read, or where both are set
 */
export function readVariable(variables: Variables, name: string): string | undefined {
  const value = variables[name] || undefined;
  const file = variables[`${name}_FILE`];
  if (!file) return value;
  if (value !== undefined) {
    throw new SchemaServiceError({
      code: 'DATABASE_URL_INVALID',
      message: `${name} and ${name}_FILE are both set.`,
      why: 'They may say different things.',
      fix: 'Set one of them.',
    });
  }
  try {
    return readFileSync(file, 'utf8').replace(/\r?\n$/, '');
  } catch (cause) {
    throw new SchemaServiceError(
      {
        code: 'DATABASE_URL_INVALID',
        message: `The file of ${name}_FILE cannot be read.`,
        why: cause instanceof Error ? cause.message : String(cause),
        fix: 'Correct the path, or make the file readable.',
        meta: { file },
      },
      { cause },
    );
  }
}
