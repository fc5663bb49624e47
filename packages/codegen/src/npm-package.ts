import { codePointOrder, type GeneratedFile, type GeneratedPackage } from './generated-package.ts';

/** What differs between the package.json files of our npm packages. */
export interface NpmManifest {
  readonly name: string;
  readonly version: string;
  readonly description: string;
  /** The URL of the schema's repository. */
  readonly repository?: string | undefined;
  /** What a `.js` file is. */
  readonly type: 'module' | 'commonjs';
  /** Where Node and TypeScript look. */
  readonly exports: Readonly<Record<string, NpmEntry>>;
  /** Folders and files to publish besides package.json, README.md. */
  readonly files: readonly string[];
  /** Exact versions: a release is a closed set. */
  readonly dependencies: Readonly<Record<string, string>>;
}

/** A module in both systems, as `import` and as `require()` find it. */
export interface NpmEntry {
  /** What bundlers for browsers take. */
  readonly browser?: Omit<NpmEntry, 'browser'>;
  readonly import: NpmModule;
  readonly require: NpmModule;
}

/** The keys in the order in which they have to be read. */
export interface NpmModule {
  readonly types: string;
  readonly default: string;
}

/** The entry of a module that is written for each system. */
export function inBothSystems(path: string): NpmEntry {
  return {
    import: { types: `./${path}.d.mts`, default: `./${path}.mjs` },
    require: { types: `./${path}.d.ts`, default: `./${path}.js` },
  };
}

/** The files of such a module. */
export function modulesOf(path: string): readonly string[] {
  return ['js', 'd.ts', 'mjs', 'd.mts'].map((extension) => `${path}.${extension}`);
}

/** The package.json, its keys in the order that people know. */
function npmManifestFile(manifest: NpmManifest): GeneratedFile {
  const root = manifest.exports['.']?.require;
  const content = {
    name: manifest.name,
    version: manifest.version,
    description: manifest.description,
    license: 'UNLICENSED',
    ...(manifest.repository === undefined
      ? {}
      : { repository: { type: 'git', url: manifest.repository } }),
    type: manifest.type,
    sideEffects: false,
    engines: { node: '>=20.19' },
    // For tools that do not read `exports` (TypeScript's `node10` resolution).
    main: root?.default,
    types: root?.types,
    exports: { ...manifest.exports, './package.json': './package.json' },
    files: manifest.files,
    ...(Object.keys(manifest.dependencies).length === 0
      ? {}
      : { dependencies: manifest.dependencies }),
  };
  return { path: 'package.json', content: `${JSON.stringify(content, null, 2)}\n` };
}

/** An npm package of these files and the package.json for them. */
export function npmPackage(
  manifest: NpmManifest,
  files: readonly GeneratedFile[],
): GeneratedPackage {
  return {
    kind: 'generatedPackage',
    ecosystem: 'npm',
    name: manifest.name,
    version: manifest.version,
    files: sortFiles([npmManifestFile(manifest), ...files]),
  };
}

/** By path, code point order. */
export function sortFiles(files: readonly GeneratedFile[]): readonly GeneratedFile[] {
  return files.toSorted((a, b) => codePointOrder(a.path, b.path));
}
