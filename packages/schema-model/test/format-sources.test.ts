import { expect, test } from 'vitest';
import { formatSources, parseSchema, schemaHash } from '../src/index.ts';

test('files are laid out as Prisma does, each at its path, and mean what they meant', () => {
  const sources = [
    { path: 'a.prisma', content: 'model A {\nid Int   @id\n  bs B[]\n}' },
    {
      path: 'b.prisma',
      content:
        '/// About B.\nmodel B {\n  // kept\n  id Int @id\n  aId Int\n  a A @relation(fields: [aId], references: [id])\n}\n',
    },
  ];
  const formatted = formatSources(sources);
  expect(formatted).toEqual([
    { path: 'a.prisma', content: 'model A {\n  id Int @id\n  bs B[]\n}\n' },
    {
      path: 'b.prisma',
      content:
        '/// About B.\nmodel B {\n  // kept\n  id  Int @id\n  aId Int\n  a   A   @relation(fields: [aId], references: [id])\n}\n',
    },
  ]);
  expect(schemaHash(parseSchema(formatted))).toBe(schemaHash(parseSchema(sources)));
  expect(formatSources(formatted)).toEqual(formatted);
});

test('a relation that is declared on one side gets the other', () => {
  const content =
    'model A {\n  id Int @id\n}\n\nmodel B {\n  id Int @id\n  aId Int\n  a A @relation(fields: [aId], references: [id])\n}\n';
  const [formatted] = formatSources([{ path: 'schema.prisma', content }]);
  expect(formatted?.content).toContain('  id Int @id\n  bs B[]\n');
});

test('a broken text is refused with its mistakes where they stand in it', () => {
  const content = 'model A {\n  id Int @id\n\n  bs B[\n}\n';
  expect(() => formatSources([{ path: 'a.prisma', content }])).toThrow('a.prisma:4:3');
});
