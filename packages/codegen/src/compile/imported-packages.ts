import { existsSync } from 'node:fs';
import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { resolvePackageFolder } from './run-type-script.ts';

/** Packages that the generated sources import, and Node's own types. All are dependencies of this package. */
export const importedPackages: readonly string[] = ['@types/node', '@types/pg', 'pg'];

/** What the compiler reads of a package: its manifest and declarations, by path. */
export interface CollectedPackage {
  readonly dependencies: readonly string[];
  readonly files: Readonly<Record<string, string>>;
}

/** Beside the bundle, which is used without those packages: all of them, and what they depend on, by name. */
const collected = new URL('./declarations.json', import.meta.url);

/**
 * Puts what the compiler reads of those packages into a folder as `node_modules`:
 * these, and none that they depend on, which a declaration must not name.
 *
 * @param outside a folder for the packages themselves, outside of that one
 */
export async function provideImportedPackages(directory: string, outside: string): Promise<void> {
  const folderOf = existsSync(collected) ? await unfold(outside) : resolvePackageFolder;
  for (const name of importedPackages) await link(folderOf(name), directory, name);
}

/**
 * Lays the collected packages out as pnpm does, each with links to what it depends
 * on, so that declarations come out as they do where pnpm installed the packages.
 */
async function unfold(outside: string): Promise<(name: string) => string> {
  const store = join(outside, 'node_modules', '.store');
  const placeOf = (name: string): string => join(store, name.replace('/', '+'));
  const folderOf = (name: string): string => join(placeOf(name), 'node_modules', name);
  const packages = JSON.parse(await readFile(collected, 'utf8')) as Readonly<
    Record<string, CollectedPackage>
  >;
  for (const [name, { dependencies, files }] of Object.entries(packages)) {
    for (const folder of new Set(Object.keys(files).map((path) => dirname(path)))) {
      await mkdir(join(folderOf(name), folder), { recursive: true });
    }
    await Promise.all(
      Object.entries(files).map(([path, content]) =>
        writeFile(join(folderOf(name), path), content),
      ),
    );
    for (const dependency of dependencies) {
      await link(folderOf(dependency), placeOf(name), dependency);
    }
  }
  return folderOf;
}

async function link(folder: string, directory: string, name: string): Promise<void> {
  const path = join(directory, 'node_modules', name);
  await mkdir(dirname(path), { recursive: true });
  await symlink(folder, path, 'junction');
}
