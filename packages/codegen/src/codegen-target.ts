import type { SchemaModel } from '@schema-service/schema-model';
import type { Artifact, ClientLanguage, GeneratedPackage } from './generated-package.ts';

/** The organisation's two words, from `schema.config.json`: the one place that spells them. */
export interface PackageNaming {
  /** npm scope with its at sign: `@org`. */
  readonly scope: string;
  /** What the schema is called: `db`. */
  readonly name: string;
}

/** Each is a folder in `targets/`. */
export type CodegenTargetName = 'node' | 'types' | 'client' | 'python';

export interface CodegenOptions {
  /** The schema's version, which every generated package shares. */
  readonly version: string;
  /** What the packages are called in their registries: `@org/db-client-node`, `org-db-client`. */
  readonly names: Readonly<Record<CodegenTargetName, string>>;
}

/**
 * A generated package: everything that is to be known of one. Another one is a
 * folder in `targets/` and an entry in `codegenTargets`.
 */
export interface CodegenTarget {
  readonly name: CodegenTargetName;
  /** Of the services that install it. None for the package that joins others. */
  readonly language?: ClientLanguage;
  readonly packageName: (naming: PackageNaming) => string;
  /**
   * Pure: the same model and options give the same bytes on any machine, and
   * nothing is read from or written to disk beyond the target's own static files.
   */
  readonly generate: (model: SchemaModel, options: CodegenOptions) => Promise<GeneratedPackage>;
  /** Adds what a compiler makes of the generated sources. */
  readonly compile?: (generated: GeneratedPackage) => Promise<GeneratedPackage>;
  /** What registries serve of the compiled package. Pure. */
  readonly pack: (compiled: GeneratedPackage) => readonly Artifact[];
}
