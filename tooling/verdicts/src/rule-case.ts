import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ChangeRecord } from '@schema-service/schema-diff';
import { parseSchema, type SchemaModel } from '@schema-service/schema-model';

/** A pair of schemas that a rule is explained with. */
export interface RuleCase {
  /** The folder's name: `field-removed`, `field-added--optional`. */
  readonly id: string;
  readonly previous: SchemaModel;
  readonly current: SchemaModel;
  /** What the rules say of it. */
  readonly expected: readonly Pick<ChangeRecord, 'id' | 'path' | 'compatibility' | 'bump'>[];
}

/** Every folder of fixtures, or those whose name begins with one of the given words. */
export function readRuleCases(directory: string, wanted: readonly string[]): readonly RuleCase[] {
  return readdirSync(directory, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .filter((name) => wanted.length === 0 || wanted.some((word) => name.startsWith(word)))
    .toSorted()
    .map((id) => {
      const read = (file: string): string => readFileSync(join(directory, id, file), 'utf8');
      const schema = (file: string): SchemaModel =>
        parseSchema([{ path: `${id}/${file}`, content: read(file) }]);
      return {
        id,
        previous: schema('previous.prisma'),
        current: schema('current.prisma'),
        expected: JSON.parse(read('expected.json')),
      };
    });
}
