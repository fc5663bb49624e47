import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const require = createRequire(import.meta.url);

/** The folder of a package that this one depends on, whatever its `exports` hide. */
export function resolvePackageFolder(name: string): string {
  const folders = require.resolve.paths(name) ?? [];
  const folder = folders
    .map((parent) => join(parent, name))
    .find((candidate) => existsSync(join(candidate, 'package.json')));
  if (folder === undefined) throw new Error(`${name} is not installed`);
  return folder;
}
