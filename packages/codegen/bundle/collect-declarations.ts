import { existsSync } from 'node:fs';
import { copyFile, mkdir, readdir, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { importedPackages } from '../src/compile/imported-packages.ts';

/** JavaScript that the sources import by its path: the compiler looks whether it is there, and never reads it. */
const looksFor = /^query_compiler_fast_bg\.postgresql(\.wasm-base64)?\.m?js$/;
const reads = /^package\.json$|^LICENSE|\.d\.[mc]?ts$/;

/**
 * Writes what the compiler reads of the packages that the sources import, and of
 * those that these depend on: manifests and declarations, as in one flat
 * `node_modules`. Who installs the command gets these 4 MiB and not the 80 MiB
 * of the packages, and everywhere the same: their dependencies are ranges.
 */
export async function collectDeclarations(directory: string): Promise<void> {
  await rm(directory, { recursive: true, force: true });
  const found = new Map<string, string>();
  const open = importedPackages.map((name) => ({ name, from: import.meta.dirname }));
  for (const { name, from } of open) {
    // Of two versions the one that is nearer to the sources. The other is used by what they do not see.
    if (found.has(name)) continue;
    const folder = await realpath(locate(name, from));
    found.set(name, folder);
    const manifest = await readFile(join(folder, 'package.json'), 'utf8');
    const { dependencies = {} } = JSON.parse(manifest) as {
      readonly dependencies?: Readonly<Record<string, string>>;
    };
    open.push(
      ...Object.keys(dependencies).map((dependency) => ({ name: dependency, from: folder })),
    );
  }
  for (const [name, folder] of found) await copyDeclarations(folder, join(directory, name));
}

/** As Node looks for it, but by its folder: its `exports` may hide the manifest. */
function locate(name: string, from: string): string {
  for (let at = from; ; at = dirname(at)) {
    const candidate = join(at, 'node_modules', name);
    if (existsSync(candidate)) return candidate;
    if (at === dirname(at)) throw new Error(`${name} is not installed for ${from}.`);
  }
}

async function copyDeclarations(folder: string, target: string): Promise<void> {
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const source = join(entry.parentPath, entry.name);
    const path = relative(folder, source);
    if (!entry.isFile() || path.startsWith('node_modules')) continue;
    const isLookedFor = looksFor.test(entry.name);
    if (!isLookedFor && !reads.test(entry.name)) continue;
    await mkdir(dirname(join(target, path)), { recursive: true });
    if (isLookedFor) await writeFile(join(target, path), '');
    else await copyFile(source, join(target, path));
  }
}
