import { SchemaServiceError } from '@schema-service/errors';
import type { GeneratedPackage } from '../generated-package.ts';

const shown = 5;

/** The compiler's first diagnostics as one expected failure. */
export function compileFailed(source: GeneratedPackage, output: string): SchemaServiceError {
  const lines = output.split('\n').filter((line) => /: error TS\d+:|^error TS\d+:/.test(line));
  const first = lines.slice(0, shown);
  const rest = lines.length - first.length;
  return new SchemaServiceError({
    code: 'CLIENT_COMPILE_FAILED',
    message: [
      `The generated package ${source.name}@${source.version} does not compile:`,
      ...(first.length > 0 ? first : [output.trim()]),
      ...(rest > 0 ? [`... and ${rest} more`] : []),
    ].join('\n'),
    why: 'A name in the schema cannot stand in TypeScript, or the code generator has a bug.',
    fix: "Rename what the first line names, keeping the database's name with @map or @@map.",
    meta: { package: source.name, version: source.version, diagnostics: first },
  });
}
