import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { diff } from '@schema-service/schema-diff';
import { parseSchema } from '@schema-service/schema-model';
import { describe, expect, test } from 'vitest';
import { changelogText } from './changelog-text.ts';

const fixtures = join(import.meta.dirname, '../../fixtures/changelog');

function readCase(name: string): Parameters<typeof changelogText>[0] {
  const read = (file: string): string => readFileSync(join(fixtures, name, file), 'utf8');
  const model = (path: string) => parseSchema([{ path, content: read(path) }]);
  const [previous, current] = [model('previous.prisma'), model('current.prisma')];
  const migrations = readdirSync(join(fixtures, name))
    .filter((file) => file.endsWith('.sql'))
    .sort()
    .map((file) => ({ id: file.replace('.sql', ''), up: read(file) }));
  return { from: '2.0.0', previous, current, changes: diff(previous, current), migrations };
}

describe('what changes for services', () => {
  test.each(readdirSync(fixtures))('%s', async (name) => {
    const input = readCase(name);
    const text = changelogText(input);
    await expect(text).toMatchFileSnapshot(join(fixtures, name, 'changelog.md'));
    expect(changelogText(input)).toBe(text);
  });

  test('is nothing where nothing changed', () => {
    expect(changelogText({ ...readCase('keys'), changes: [] })).toBe('');
  });
});
