import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseSchema, type SchemaModel } from '@schema-service/schema-model';
import { type CodegenOptions, packageNames } from '../src/index.ts';

/** The names that the fixtures' consumers import. */
export const options: CodegenOptions = {
  version: '1.0.0',
  names: packageNames({ scope: '@org', name: 'db' }),
};

export const fixtures: string = join(import.meta.dirname, '..', 'fixtures');

/** The schema of `fixtures/<name>/`. */
export function fixtureModel(name: string): SchemaModel {
  const path = join(fixtures, name, 'schema.prisma');
  return parseSchema([{ path: 'schema.prisma', content: readFileSync(path, 'utf8') }]);
}
