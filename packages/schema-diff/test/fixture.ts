import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseSchema, type SchemaModel } from '@schema-service/schema-model';

const folder = fileURLToPath(new URL('../fixtures', import.meta.url));

/** Two schemas between which one change stands out, and what `diff` has to say of it. */
export interface Fixture {
  /** The folder's name: a rule's id in kebab case, with `--<case>` where it has several. */
  readonly name: string;
  /** The id of the change that it is about. */
  readonly id: string;
  readonly previousText: string;
  readonly currentText: string;
  readonly previous: SchemaModel;
  readonly current: SchemaModel;
  readonly expected: unknown;
  /** What a client of one of both versions sees where both live on one database; absent where it is nothing. */
  readonly beside?: string;
}

export function readFixtures(): readonly Fixture[] {
  return readdirSync(folder).sort().map(readFixture);
}

function readFixture(name: string): Fixture {
  const read = (file: string): string => readFileSync(`${folder}/${name}/${file}`, 'utf8');
  const [previousText, currentText] = [read('previous.prisma'), read('current.prisma')];
  const parse = (file: string, content: string): SchemaModel =>
    parseSchema([{ path: `fixtures/${name}/${file}`, content }]);
  return {
    name,
    id: (name.split('--', 1)[0] ?? name).replaceAll('-', '_').toUpperCase(),
    previousText,
    currentText,
    previous: parse('previous.prisma', previousText),
    current: parse('current.prisma', currentText),
    expected: JSON.parse(read('expected.json')),
    ...(existsSync(`${folder}/${name}/beside.txt`) ? { beside: read('beside.txt').trim() } : {}),
  };
}
