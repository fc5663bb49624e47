import type { Bump } from '@schema-service/schema-diff';
import { expect, test } from 'vitest';
import { bumpBetween, bumpToAskFor, nextVersion } from './versions.ts';

test.each([
  ['1.0.0', '2.0.0', 'major'],
  ['1.2.3', '1.3.0', 'minor'],
  ['1.2.3', '1.2.4', 'patch'],
  ['1.2.3', '1.2.3', 'none'],
  ['1.2.3', '2.0.0-rc.1', 'major'],
  ['1.2.3', '1.3.0-rc.1', 'minor'],
  ['1.2.3', '1.2.4-rc.1', 'patch'],
  ['0.1.0', '0.2.0', 'major'],
  ['0.1.0', '0.1.1', 'minor'],
  ['0.9.0', '1.0.0', 'major'],
])('%s to %s is a %s bump', (previous, version, bump) => {
  expect(bumpBetween(previous, version)).toBe(bump);
});

test.each<[string | null, Bump, readonly string[], string]>([
  [null, 'none', [], '1.0.0'],
  [null, 'major', ['0.1.0'], '0.1.0'],
  ['2.0.0', 'patch', [], '2.0.1'],
  ['2.0.0', 'minor', ['2.0.1'], '2.1.0'],
  ['2.0.0', 'major', ['2.0.1', '2.1.0'], '3.0.0'],
  // The work that is there already asks for more than this change.
  ['2.0.0', 'patch', ['2.1.0'], '2.1.0'],
  ['2.9.0', 'minor', ['2.10.0'], '2.10.0'],
  ['2.0.0', 'none', ['2.0.1'], '2.0.1'],
  ['2.0.0', 'none', [], '2.0.0'],
  // Folders of what is out already are none in work.
  ['2.0.0', 'patch', ['1.5.0', '2.0.0'], '2.0.1'],
])('after %s a %s with work on %j is %s', (latest, bump, workFolders, version) => {
  expect(nextVersion(latest, bump, workFolders)).toBe(version);
});

test.each<[string | null, Bump, Bump]>([
  [null, 'major', 'major'],
  ['1.2.0', 'major', 'major'],
  ['1.2.0', 'patch', 'patch'],
  ['1.2.0', 'none', 'none'],
  ['0.2.0', 'major', 'minor'],
  ['0.2.0', 'minor', 'patch'],
])('after %s, changes that need a %s ask for a %s', (latest, needed, bump) => {
  expect(bumpToAskFor(latest, needed)).toBe(bump);
});
