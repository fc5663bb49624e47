import { isSchemaServiceError } from '@schema-service/errors';
import { expect, test } from 'vitest';
import { parseSchema, printSchema } from '../src/index.ts';
import { dmmfOf } from './engine.ts';
import { factsOfDmmf, factsOfModel } from './facts.ts';
import { loadFixture } from './fixtures.ts';
import { createRandom, type Random } from './random.ts';

const fragments = [
  '{',
  '}',
  '"',
  '//',
  '///',
  '/*',
  '*/',
  '@',
  '(',
  ']',
  '\n',
  '\r',
  'é',
  '😀',
  ',',
];

/** The text with something small broken in it, as happens while typing. */
function damaged(text: string, random: Random): string {
  const at = random(text.length);
  const lines = text.split('\n');
  const line = random(lines.length);
  const fragment = fragments[random(fragments.length)] ?? '';
  switch (random(4)) {
    case 0:
      return text.slice(0, at) + text.slice(at + 1 + random(3));
    case 1:
      return text.slice(0, at) + fragment + text.slice(at);
    case 2:
      return lines.toSpliced(line, 1).join('\n');
    default:
      return lines.with(line, `${lines[line]}${fragment}`).join('\n');
  }
}

test.each(['documentation', 'everything', 'indexes', 'keys', 'relations', 'views'])(
  '%s, damaged in any way, is either refused with places or read as Prisma reads it',
  async (name) => {
    const [{ content } = { content: '' }] = await loadFixture(name);
    const random = createRandom(7);
    let read = 0;
    let refused = 0;
    for (let round = 0; round < 60; round++) {
      const source = { path: 'schema.prisma', content: damaged(content, random) };
      try {
        const schema = parseSchema([source]);
        const dmmf = dmmfOf([source]);
        expect(factsOfModel(schema, dmmf), source.content).toEqual(factsOfDmmf(dmmf));
        const printed = printSchema(schema);
        expect(printSchema(parseSchema([{ path: 'p', content: printed }]))).toBe(printed);
        read++;
      } catch (error) {
        if (!isSchemaServiceError(error) || error.code === 'SCHEMA_NOT_UNDERSTOOD') throw error;
        refused++;
      }
    }
    expect(read).toBeGreaterThan(5);
    expect(refused).toBeGreaterThan(5);
  },
);
