import { expect, test } from 'vitest';
import { logFolders } from './log-folders.ts';

test('schemas have folders of their own for their logs, with short names', () => {
  expect(logFolders(['/a/shop', '/a/news', 'schema/versions/1.0.0'])).toEqual([
    'shop',
    'news',
    '1.0.0',
  ]);
  expect(logFolders(['/a/shop/prisma', '/a/news/prisma', '/b/news/prisma'])).toEqual([
    'shop+prisma',
    'a+news+prisma',
    'b+news+prisma',
  ]);
  const [one, two] = logFolders(['/a/prisma', '/a/prisma']);
  expect(one).not.toBe(two);
});
