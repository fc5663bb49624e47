import { SchemaServiceError } from '@schema-service/errors';

/**
 * Loads a package that is installed only where its feature is configured. The
 * types are the caller's, because the package is not there when this is built.
 *
 * @throws SchemaServiceError PACKAGE_NOT_INSTALLED
 */
export async function loadOptional<Module>(name: string, feature: string): Promise<Module> {
  try {
    return (await import(name)) as Module;
  } catch (cause) {
    const isMissing =
      cause instanceof Error && 'code' in cause && cause.code === 'ERR_MODULE_NOT_FOUND';
    if (!isMissing) throw cause;
    throw new SchemaServiceError(
      {
        code: 'PACKAGE_NOT_INSTALLED',
        message: `The package ${name} is not installed.`,
        why: `${feature} needs it, and not every installation does.`,
        fix: `Install it beside the API: npm install ${name}`,
        meta: { package: name },
      },
      { cause },
    );
  }
}
