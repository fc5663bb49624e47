import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { type GeneratedPackage, writePackage } from '../src/index.ts';
import { fixtures } from './fixture.ts';

/**
 * Compares a package with the files under `fixtures/<fixture>/golden/<name>/`.
 * `UPDATE_GOLDEN=1` writes them instead.
 */
export async function expectGolden(
  generated: GeneratedPackage,
  fixture: string,
  name: string,
): Promise<void> {
  const folder = join(fixtures, fixture, 'golden', name);
  if (process.env.UPDATE_GOLDEN) await writePackage(generated, folder);
  const paths = existsSync(folder) ? filesIn(folder) : [];
  const golden = paths.map((path) => ({ path, content: readFileSync(join(folder, path), 'utf8') }));
  expect(generated.files.map(({ path, content }) => ({ path, content }))).toEqual(golden);
}

function filesIn(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name).slice(folder.length + 1))
    .toSorted();
}
