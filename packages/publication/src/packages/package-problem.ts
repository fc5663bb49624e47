import { SchemaServiceError } from '@schema-service/errors';

/** A package whose own description is missing, or is none. */
export function manifestInvalid(file: string, why: string): SchemaServiceError {
  return new SchemaServiceError({
    code: 'PACKAGE_MANIFEST_INVALID',
    message: `${file} does not say what it is: ${why}`,
    fix: 'Send the file that schemactl release build wrote, unchanged.',
    meta: { file },
  });
}

/** A package that says one thing of itself and is another. */
export function manifestMismatch(file: string, fields: readonly string[]): SchemaServiceError {
  return new SchemaServiceError({
    code: 'PACKAGE_MANIFEST_MISMATCH',
    message: `${file} is not as what was sent with it says. Different: ${fields.join(', ')}.`,
    why: 'Tools decide by the one and run the other.',
    fix: 'Publish the archive with a client that reads the manifest out of it.',
    meta: { file, fields },
  });
}

/** What would run on the machine that installs the package. */
export function installScript(file: string, what: string): SchemaServiceError {
  return new SchemaServiceError({
    code: 'PACKAGE_INSTALL_SCRIPT',
    message: `${file} has ${what}.`,
    why: 'It would run on every machine that installs the package. A generated client needs none.',
    meta: { file },
  });
}

/** A digest that was sent and is not that of the bytes. */
export function integrityMismatch(file: string, digests: readonly string[]): SchemaServiceError {
  return new SchemaServiceError({
    code: 'PACKAGE_INTEGRITY_MISMATCH',
    message: `${file} does not have the digest that was sent with it: ${digests.join(', ')}.`,
    why: 'It was changed on its way, or is another file.',
    fix: 'Send it again.',
    meta: { file, digests },
  });
}
