import { parseSchema } from '@schema-service/schema-model';
import { expect, test } from 'vitest';
import { clientVerdicts } from './client-verdict.ts';

const schema = (...lines: readonly string[]) =>
  parseSchema([
    {
      path: 'schema.prisma',
      content: `datasource db {\n  provider = "postgresql"\n}\n\nmodel Review {\n  id Int @id\n${lines.map((line) => `  ${line}\n`).join('')}}\n`,
    },
  ]);

test('equal schemas are no reason for anything', () => {
  const same = { answer: 'ok', missing: [] };
  expect(clientVerdicts(schema(), schema('/// More words.', 'body String?'))).toEqual({
    older: same,
    newer: { answer: 'refuse', missing: ['Review.body: it was added'] },
  });
  expect(clientVerdicts(schema(), schema())).toEqual({ older: same, newer: same });
});

test('what is in the way is told in sentences, the worst first', () => {
  const verdicts = clientVerdicts(
    schema('title String', 'stars Int', 'body String?'),
    schema('title String @unique', 'stars Float', '/// @renamed from: body', 'content String?'),
  );
  expect(verdicts.older.answer).toBe('refuse');
  expect(verdicts.older.missing.toSorted()).toEqual([
    'Review.@@unique([title]): it was added',
    'Review.content: it was renamed from body',
    'Review.stars: its type changed',
  ]);
  expect(verdicts.older.missing.at(-1)).toBe('Review.@@unique([title]): it was added');
});

test('what works for some values alone is degraded', () => {
  expect(clientVerdicts(schema('title String'), schema('title String @unique')).older).toEqual({
    answer: 'degraded',
    missing: ['Review.@@unique([title]): it was added'],
  });
});

test('of many changes ten are told, and how many more there are', () => {
  const fields = (count: number) => Array.from({ length: count }, (_, index) => `f${index} Int`);
  const { missing } = clientVerdicts(schema(), schema(...fields(12))).newer;
  expect(missing).toHaveLength(11);
  expect(missing.at(-1)).toBe('2 more changes');
  expect(clientVerdicts(schema(), schema(...fields(11))).newer.missing.at(-1)).toBe(
    '1 more change',
  );
});
