import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { loadSchemaSources, type SchemaSource } from '../src/index.ts';

const folder = join(import.meta.dirname, '../fixtures');

/** The names of all fixture schemas. */
export const fixtureNames: readonly string[] = readdirSync(folder)
  .filter((name) => name !== 'mistakes')
  .toSorted();

export function loadFixture(name: string): Promise<readonly SchemaSource[]> {
  return loadSchemaSources(join(folder, name));
}
