import type { InspectedPackage } from './inspected-package.ts';
import { manifestInvalid } from './package-problem.ts';
import { readNpmPackage } from './read-npm-package.ts';
import { readSdist, readWheel } from './read-python-package.ts';

const LONGEST_NAME = 300;

/** Reads a package by the ending of its file name. Throws what the readers throw. */
export async function readPackage(file: string, bytes: Uint8Array): Promise<InspectedPackage> {
  if (file.length > LONGEST_NAME)
    throw manifestInvalid(file.slice(0, 100), 'its name is too long.');
  if (file.endsWith('.tgz')) return readNpmPackage(file, bytes);
  if (file.endsWith('.whl')) return readWheel(file, bytes);
  if (file.endsWith('.tar.gz')) return readSdist(file, bytes);
  throw manifestInvalid(file, 'packages end in .tgz, .whl or .tar.gz.');
}
