import { SchemaServiceError } from '@schema-service/errors';

const npmName = /^@[a-z0-9][a-z0-9._-]*\/[a-z0-9][a-z0-9._-]*$/;
const pythonName = /^[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?$/;

/** What the packages of an organisation are called: what their names begin with, or are. */
export interface PackageNamespace {
  /** `@org/` */
  readonly npm: readonly string[];
  /** `org-` */
  readonly pypi: readonly string[];
}

/**
 * A name that npm takes, with a scope and in ASCII.
 *
 * @throws SchemaServiceError `PACKAGE_NAME_INVALID`
 */
export function npmPackageName(name: string): string {
  if (name.length <= 214 && npmName.test(name)) return name;
  throw invalid(name, 'A name here is of an npm scope, in lower-case ASCII: @org/db-client.');
}

/**
 * A distribution's name in its one spelling (PEP 503).
 *
 * @throws SchemaServiceError `PACKAGE_NAME_INVALID`
 */
export function pythonProjectName(name: string): string {
  if (name.length <= 200 && pythonName.test(name))
    return name.toLowerCase().replace(/[-_.]+/g, '-');
  throw invalid(
    name,
    'A name of a Python distribution is of ASCII letters, digits, and . _ - between them.',
  );
}

/** The namespace of an npm scope: `@org/` and `org-` for `@org`. */
export function namespaceOf(scope: string, pythonNames: readonly string[] = []): PackageNamespace {
  return { npm: [`${scope}/`], pypi: [`${pythonProjectName(scope.slice(1))}-`, ...pythonNames] };
}

/**
 * Refuses a package that is not the organisation's.
 *
 * @throws SchemaServiceError `PACKAGE_NAME_FOREIGN`
 */
export function refuseForeign(
  { ecosystem, name }: { readonly ecosystem: 'npm' | 'pypi'; readonly name: string },
  namespace: PackageNamespace,
): void {
  const starts = namespace[ecosystem];
  if (starts.some((start) => name.startsWith(start))) return;
  throw new SchemaServiceError({
    code: 'PACKAGE_NAME_FOREIGN',
    message: `${name} is not a name of this registry.`,
    why: `Its packages are called ${starts.map((start) => `${start}…`).join(' or ')}`,
    fix: 'Publish it where it belongs, or rename it.',
    meta: { name, starts },
  });
}

function invalid(name: string, why: string): SchemaServiceError {
  return new SchemaServiceError({
    code: 'PACKAGE_NAME_INVALID',
    message: `${JSON.stringify(name)} cannot be the name of a package here.`,
    why,
    meta: { name },
  });
}
