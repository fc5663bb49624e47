import { expect, test } from 'vitest';
import { formatSchema, parseSchema, schemaSql } from '../src/index.ts';
import type { DiffSide } from '../src/prisma/migration/schema-engine-module.ts';
import { sqlBetween } from '../src/prisma/migration/schema-sql.ts';

const datasource = 'datasource db {\n  provider = "postgresql"\n}\n';
const model = 'model A {\n  id Int @id\n}\n';
/** More lists within lists than the engine's stack has room for. */
const deep = `model A {\n  id Int @id\n  b Int[] @default(${'['.repeat(20_000)}${']'.repeat(20_000)})\n}\n`;

const parse = (content: string) => parseSchema([{ path: 'schema.prisma', content }]);
const side = (content: string): DiffSide => ({
  tag: 'schemaDatamodel',
  files: [{ path: 'schema.prisma', content: datasource + content }],
});
const empty: DiffSide = { tag: 'empty' };
const failed = (act: string, said: RegExp) =>
  expect.objectContaining({
    code: 'SCHEMA_ENGINE_FAILED',
    message: `Prisma's engine failed to ${act}.`,
    why: expect.stringMatching(said),
    fix: expect.stringContaining('schemactl diff --sql'),
  });

test('an engine that fails at a schema says so, and the next schema is read', () => {
  for (let round = 0; round < 2; round++) {
    expect(() => parse(deep)).toThrow(failed('check the schema', /^It says: \S/));
    expect(parse(model).models).toHaveLength(1);
    expect(() => formatSchema(deep)).toThrow(failed('format the schema', /^It says: \S/));
    expect(formatSchema(model)).toBe(model);
  }
});

const act = 'write the SQL that leads from one schema to the other';

test.each([
  ['what overflows its stack', side(deep), /call stack/],
  ['what makes it panic', { tag: 'schemaDatamodel', files: [] }, /panicked at \S+ \S/],
  ['a question that it does not know', { tag: 'else' } as unknown as DiffSide, /unknown variant/],
  ['what it refuses', side('model A {\n  b B\n}\n'), /^It says: error: Type "B" is neither/],
] as const)('%s fails the call, and neither the next one nor the process', async (_, to, said) => {
  const calls = await Promise.allSettled([sqlBetween(empty, to), sqlBetween(empty, to)]);
  for (const call of calls) {
    expect(call).toEqual({ status: 'rejected', reason: failed(act, said) });
  }
  expect(await schemaSql(null, parse(model))).toHaveLength(2);
});
