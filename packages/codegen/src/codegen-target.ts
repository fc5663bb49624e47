import type { SchemaModel } from '@schema-service/schema-model';
import type { Artifact, ClientLanguage, GeneratedPackage } from './generated-package.ts';

/** What `schema.config.json` says of the packages: the organisation's two words, and the clients that are built. */
export interface PackageNaming {
  /** npm scope with its at sign: `@org`. */
  readonly scope: string;
  /** What the schema is called: `db`. */
  readonly name: string;
  /** Those that are chosen, each with its package's name where it has one of its own. Default: every client. */
  readonly clients?: ChosenClients;
  /** The URL of the schema's repository, which the packages carry. */
  readonly repository?: string;
  readonly unknownEnumValues?: UnknownEnumValues;
}

/** What a client reads of an enum value that its version of the schema lacks: its text (the default), or an error. */
export type UnknownEnumValues = 'keep' | 'raise';

export type ChosenClients = Readonly<
  Partial<Record<'node' | 'types' | 'python', { readonly name?: string }>>
>;

/** Each is a folder in `targets/`. */
export type CodegenTargetName = 'node' | 'types' | 'client' | 'python';

/** What the chosen packages are called in their registries: `@org/db-client-node`, `org-db-client`. */
export type PackageNames = Readonly<Partial<Record<CodegenTargetName, string>>>;

export interface CodegenOptions {
  /** The schema's version, which every generated package shares. */
  readonly version: string;
  /** A package without a name is not made. */
  readonly names: PackageNames;
  /** The URL of the schema's repository: provenance and update pull requests go by it. */
  readonly repository?: string;
  /** The default of the clients' option. */
  readonly unknownEnumValues?: UnknownEnumValues;
}

/**
 * A generated package: everything that is to be known of one. Another one is a
 * folder in `targets/` and an entry in `codegenTargets`.
 */
export interface CodegenTarget {
  readonly name: CodegenTargetName;
  /** Of the services that install it. None for the package that joins others. */
  readonly language?: ClientLanguage;
  /** Undefined where the package is not chosen. */
  readonly packageName: (naming: PackageNaming) => string | undefined;
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

/** The name that a client has of its own, or the usual one; undefined where it is not chosen. */
export function clientName(
  { clients }: PackageNaming,
  client: keyof ChosenClients,
  usual: string,
): string | undefined {
  if (clients === undefined) return usual;
  const chosen = clients[client];
  return chosen && (chosen.name ?? usual);
}

/** The name of a package that is made. Throws (a bug) of one that is not chosen. */
export function nameOf(target: CodegenTargetName, { names }: CodegenOptions): string {
  const name = names[target];
  if (name === undefined) throw new Error(`The package ${target} is not chosen.`);
  return name;
}
