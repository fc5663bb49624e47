import { expect, test } from 'vitest';
import { parseSchema } from '../parse-schema.ts';
import { withoutAnnotations } from './annotations.ts';

test('documentation for people stays, and lines for the tools go', () => {
  const content = [
    '/// A review.',
    "/// @down score: '0'",
    'model Review {',
    '  id Int @id',
    '  /// @renamed from: body',
    "  /// @up coalesce({value}, '')",
    '  /// @down {value}',
    '  content String',
    '  /// Upwards of ten.',
    '  /// @fill length({content})',
    '  words Int',
    '  /// @moved from: Profile.about',
    '  about String?',
    '}',
  ].join('\n');
  const { models } = withoutAnnotations(parseSchema([{ path: 'a.prisma', content }]));
  expect(models[0]?.documentation).toBe('A review.');
  expect(models[0]?.fields.map(({ documentation }) => documentation)).toEqual([
    undefined,
    undefined,
    'Upwards of ten.',
    undefined,
  ]);
});
