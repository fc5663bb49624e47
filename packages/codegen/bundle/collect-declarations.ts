import { existsSync } from 'node:fs';
import { readdir, readFile, realpath, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { type CollectedPackage, importedPackages } from '../src/compile/imported-packages.ts';

const reads = /^package\.json$|^LICENSE|\.d\.[mc]?ts$/;

/**
 * Writes what the compiler reads of the packages that the sources import, and of
 * those that these depend on, to one file. Who installs the command gets these
 * 4 MiB and not the 80 MiB of the packages, and everywhere the same: their
 * dependencies are ranges.
 */
export async function collectDeclarations(file: string): Promise<void> {
  const found: Record<string, CollectedPackage> = {};
  const open = importedPackages.map((name) => ({ name, from: import.meta.dirname }));
  for (const { name, from } of open) {
    // Of two versions the one that is nearer to the sources. The other is used by what they do not see.
    if (found[name] !== undefined) continue;
    const folder = await realpath(locate(name, from));
    const files = await readDeclarations(folder);
    const { dependencies = {} } = JSON.parse(files['package.json'] ?? '') as {
      readonly dependencies?: Readonly<Record<string, string>>;
    };
    found[name] = { dependencies: Object.keys(dependencies), files };
    open.push(...Object.keys(dependencies).map((one) => ({ name: one, from: folder })));
  }
  await writeFile(file, JSON.stringify(found));
}

/** As Node looks for it, but by its folder: its `exports` may hide the manifest. */
function locate(name: string, from: string): string {
  for (let at = from; ; at = dirname(at)) {
    const candidate = join(at, 'node_modules', name);
    if (existsSync(candidate)) return candidate;
    if (at === dirname(at)) throw new Error(`${name} is not installed for ${from}.`);
  }
}

/** By path, sorted. */
async function readDeclarations(folder: string): Promise<Readonly<Record<string, string>>> {
  const files: [path: string, content: string][] = [];
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const source = join(entry.parentPath, entry.name);
    const path = relative(folder, source).replaceAll('\\', '/');
    if (!entry.isFile() || path.startsWith('node_modules/')) continue;
    if (reads.test(entry.name)) files.push([path, await readFile(source, 'utf8')]);
  }
  return Object.fromEntries(files.sort(([a], [b]) => (a < b ? -1 : 1)));
}
