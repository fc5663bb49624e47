import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { GeneratedFile } from '../../generated-package.ts';

/** From the sources, and from the bundle in `dist/`, where the build copies the folder beside it. */
const PLACES = ['./runtime/', './targets/python/runtime/'];

let cached: readonly GeneratedFile[] | undefined;

/** The modules that are the same for every schema, as files below `folder`. */
export function runtimeFiles(folder: string): readonly GeneratedFile[] {
  cached ??= readRuntime();
  return cached.map(({ path, content }) => ({ path: `${folder}/${path}`, content }));
}

function readRuntime(): readonly GeneratedFile[] {
  const directory = PLACES.map((place) => fileURLToPath(new URL(place, import.meta.url))).find(
    (path) => existsSync(path),
  );
  if (directory === undefined)
    throw new Error('The run-time modules of the Python client are gone.');
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.py'))
    .map(({ parentPath, name }) => {
      const file = join(parentPath, name);
      const path = relative(directory, file).replaceAll('\\', '/');
      return { path, content: readFileSync(file, 'utf8') };
    });
}
