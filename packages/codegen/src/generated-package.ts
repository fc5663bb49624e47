/** One file of a generated package. */
export interface GeneratedFile {
  /** Relative to the package's root, with forward slashes. */
  readonly path: string;
  readonly content: string | Uint8Array;
}

/** What services are written in. */
export type ClientLanguage = 'node' | 'typescript' | 'python';

/** What a codegen target makes: a package's name, version and files, on no disk yet. */
export interface GeneratedPackage {
  readonly kind: 'generatedPackage';
  readonly ecosystem: 'npm' | 'pypi';
  /** `@org/db-client-node`, `org-db-client`. */
  readonly name: string;
  readonly version: string;
  /** Sorted by path (code point order); the same bytes for the same model and options. */
  readonly files: readonly GeneratedFile[];
}

/** A packed package as a registry serves it. */
export interface Artifact {
  readonly kind: 'artifact';
  /** Whose client it is; none for the package that joins the clients of others. */
  readonly language?: ClientLanguage;
  readonly ecosystem: 'npm' | 'pypi';
  readonly format: 'npm-tarball' | 'wheel' | 'sdist';
  readonly name: string;
  readonly version: string;
  /** `org-db-client-node-2.0.0.tgz`, `org_db_client-2.0.0-py3-none-any.whl`. */
  readonly filename: string;
  readonly bytes: Uint8Array;
  /** Lower-case hex. */
  readonly sha256: string;
  /** Subresource integrity, `sha512-<base64>`, as npm writes it. */
  readonly integrity: string;
  /** npm: the package.json inside. pypi: absent. */
  readonly manifest?: Readonly<Record<string, unknown>>;
  /** pypi: the METADATA (or PKG-INFO) text inside. npm: absent. */
  readonly coreMetadata?: string;
}

/** Compares by code point, so that an order is the same under every locale. For `Array.prototype.sort`. */
export function codePointOrder(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
