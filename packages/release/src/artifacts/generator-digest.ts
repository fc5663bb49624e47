import { readFile, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { sha256 } from '@schema-service/publication';
import { decodeText, readFileIfThere, readFolderIfThere } from '../files/read-files.ts';

/** Whose code decides what a schema's packages look like. Their dependencies are pinned in their manifests. */
const generatorPackages = ['@schema-service/codegen', '@schema-service/schema-model'];

/** The package that this module is written in. Another one that has it is a bundle, with the generator in it. */
const ownPackage = '@schema-service/release';

/**
 * A digest of the generator's own code: an artifact made by other code is not
 * taken from the cache. Reads what the packages publish and, in this
 * repository, their sources: which of the two runs depends on how it was
 * started, and an edit of either must count. Some 10 ms.
 */
export async function generatorDigest(): Promise<string> {
  const folders = await generatorFolders(import.meta.dirname);
  const digests = await Promise.all(folders.map(packageDigest));
  return sha256(digests.join('\n'));
}

/** Where the generator's code is that a module in this folder runs: its packages, or the bundle that it is a part of. */
export async function generatorFolders(from: string): Promise<readonly string[]> {
  const { name, folder } = await packageAround(from);
  return name === ownPackage ? Promise.all(generatorPackages.map(packageFolder)) : [folder];
}

/** The package that a folder lies in. */
async function packageAround(folder: string): Promise<{ readonly name: unknown; folder: string }> {
  const manifest = await readFileIfThere(join(folder, 'package.json'));
  if (manifest === undefined) return packageAround(dirname(folder));
  const { name } = JSON.parse(decodeText(manifest)) as { readonly name?: unknown };
  return { name, folder };
}

/** A digest of what a package publishes, its manifest and its sources. */
export async function packageDigest(folder: string): Promise<string> {
  const manifest = decodeText(await readFileIfThere(join(folder, 'package.json')));
  const published: unknown = (JSON.parse(manifest) as { readonly files?: unknown }).files;
  const folders = Array.isArray(published) ? published.map(String) : [];
  const lines = [sha256(manifest)];
  for (const part of [...new Set([...folders, 'src'])].sort()) {
    for await (const line of digestLines(folder, part)) lines.push(line);
  }
  return sha256(lines.join('\n'));
}

/** A line for each file at or below a path. */
async function* digestLines(root: string, path: string): AsyncGenerator<string> {
  const found = await stat(join(root, path)).catch(() => undefined);
  if (found?.isDirectory() === true) {
    for (const { name } of await readFolderIfThere(join(root, path))) {
      if (!notOfTheGenerator.test(name)) yield* digestLines(root, `${path}/${name}`);
    }
  } else if (found !== undefined) {
    yield `${path} ${sha256(await readFile(join(root, path)))}`;
  }
}

/** What running and testing the code leaves behind, and what only tests read. */
const notOfTheGenerator = /^(node_modules|fixtures|__pycache__)$|\.test\.ts$/;

/** By hand, because resolving the package's main file would ask for a build that a run from sources does not need. */
async function packageFolder(name: string): Promise<string> {
  const folders = createRequire(import.meta.url).resolve.paths(name) ?? [];
  for (const folder of folders) {
    if (await readFileIfThere(join(folder, name, 'package.json'))) return join(folder, name);
  }
  throw new Error(`${name} is not installed`);
}
