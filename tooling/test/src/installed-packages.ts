import { globSync, lstatSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';

export const MIB: number = 1024 ** 2;

/** The part of a package.json that says what an install brings. */
export interface Manifest {
  readonly name: string;
  /** Absent where all is published. */
  readonly files?: readonly string[];
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly peerDependenciesMeta?: Readonly<Record<string, { readonly optional?: boolean }>>;
}

export function manifestOf(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
}

/** What a package needs where it is installed. */
export function neededBy({
  dependencies,
  peerDependencies,
  ...manifest
}: Manifest): readonly string[] {
  const isOptional = (name: string): boolean =>
    manifest.peerDependenciesMeta?.[name]?.optional === true;
  const peers = Object.keys(peerDependencies ?? {}).filter((name) => !isOptional(name));
  return [...Object.keys(dependencies ?? {}), ...peers];
}

/** The bytes of its files, each once, whatever links lead to it: all, or what is published. */
export function sizeOf(folder: string, files: readonly string[] = ['**']): number {
  const isOurs = !folder.includes('node_modules');
  const patterns = isOurs ? files.flatMap((file) => [file, `${file}/**`]) : ['**'];
  return globSync(patterns, { cwd: folder, exclude: (path) => path === 'node_modules' })
    .map((path) => lstatSync(join(folder, path)))
    .reduce((sum, file) => sum + (file.isFile() ? file.size : 0), 0);
}

/** Where a package is, as Node looks for it: in the folders called node_modules above the real place. */
export function findPackage(folder: string, name: string): string | undefined {
  for (let at = folder; ; at = dirname(at)) {
    const candidate = join(at, 'node_modules', name);
    if (statSync(candidate, { throwIfNoEntry: false })) return realpathSync(candidate);
    if (at === dirname(at)) return undefined;
  }
}
