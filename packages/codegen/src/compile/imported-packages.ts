import { existsSync } from 'node:fs';
import { cp, mkdir, readFile, symlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { resolvePackageFolder } from './run-type-script.ts';

/** Packages that the generated sources import, and Node's own types. All are dependencies of this package. */
export const importedPackages: readonly string[] = [
  '@prisma/adapter-pg',
  '@prisma/client',
  '@types/node',
  '@types/pg',
  'pg',
];

/** Beside the bundle, which is used without those dependencies: the declarations of all of them. */
const collected = fileURLToPath(new URL('./declarations', import.meta.url));

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
  const names = new Set(importedPackages);
  // What is added meanwhile is gone through, too.
  for (const name of names) {
    await cp(join(collected, name), folderOf(name), { recursive: true });
    for (const dependency of await dependenciesOf(folderOf(name))) {
      names.add(dependency);
      await link(folderOf(dependency), placeOf(name), dependency);
    }
  }
  return folderOf;
}

async function dependenciesOf(folder: string): Promise<readonly string[]> {
  const { dependencies = {} } = JSON.parse(
    await readFile(join(folder, 'package.json'), 'utf8'),
  ) as { readonly dependencies?: Readonly<Record<string, string>> };
  return Object.keys(dependencies);
}

async function link(folder: string, directory: string, name: string): Promise<void> {
  const path = join(directory, 'node_modules', name);
  await mkdir(dirname(path), { recursive: true });
  await symlink(folder, path, 'junction');
}
