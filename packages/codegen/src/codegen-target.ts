import type { SchemaModel } from '@schema-service/schema-model';
import type { GeneratedPackage } from './generated-package.ts';
import type { PackageNames } from './package-names.ts';

export interface CodegenOptions {
  /** The schema's version, which every generated package shares. */
  readonly version: string;
  readonly names: PackageNames;
}

export type CodegenTargetName = 'node' | 'types' | 'client' | 'python';

/**
 * An output language. `generate` is pure: the same model and options give the
 * same bytes on any machine, and nothing is read from or written to disk beyond
 * the target's own static files.
 */
export interface CodegenTarget {
  readonly name: CodegenTargetName;
  readonly generate: (model: SchemaModel, options: CodegenOptions) => Promise<GeneratedPackage>;
}
