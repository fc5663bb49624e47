import { codePointOrder } from './code-point-order.ts';
import type { GeneratedFile, GeneratedPackage } from './generated-package.ts';
import { type NpmManifest, npmManifestFile } from './npm-manifest.ts';

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
