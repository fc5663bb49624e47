import compare from 'semver/functions/compare.js';
import inc from 'semver/functions/inc.js';
import valid from 'semver/functions/valid.js';
import { expect, test } from 'vitest';
import { compareVersions, isVersion, meantVersion, nextMinor } from './version.ts';

const RELEASES = ['0.0.0', '0.0.1', '0.2.0', '0.10.0', '1.0.0', '1.0.10', '1.9.0', '2.0.0'];
const PRERELEASES = ['', '-0', '-2', '-10', '-a', '-a.0', '-a.b', '-B', '-rc.1', '-rc.2', '-rc.10'];
const OTHER_PRERELEASES = ['-1a', '--', '-a-b', '-rc.1.0', '-rc-1', '-0.0'];
const VERSIONS = RELEASES.flatMap((release) =>
  [...PRERELEASES, ...OTHER_PRERELEASES].map((prerelease) => release + prerelease),
);
const LARGEST = String(Number.MAX_SAFE_INTEGER);
const OTHERS = [
  ...['', '1', '1.0', '1.0.0.0', 'v1.0.0', ' 1.0.0', '1.0.0 ', '1.0.0\n', '=1.0.0', '1.0.0+b'],
  ...['01.0.0', '1.00.0', '1.0.0-', '1.0.0-01', '1.0.0-a..b', '1.0.0-ä', '1.0.x', '-1.0.0'],
  ...[`${LARGEST}.0.0`, `1.${LARGEST}0.0`, '1.0.9007199254740992', `1.0.0-${'a'.repeat(250)}`],
  `1.0.0-${'a'.repeat(251)}`,
];

test('what is a version is what semver spells the same', () => {
  for (const text of [...VERSIONS, ...OTHERS]) {
    expect([text, isVersion(text)]).toEqual([text, valid(text) === text]);
  }
});

test('the order is that of semver', () => {
  for (const one of VERSIONS) {
    for (const other of VERSIONS) {
      const order = Math.sign(compareVersions(one, other));
      expect([one, other, order]).toEqual([one, other, compare(one, other)]);
    }
  }
});

test('numbers in a prerelease that a double does not tell apart have an order', () => {
  expect(compareVersions('1.0.0-9007199254740993', '1.0.0-9007199254740992')).toBe(1);
});

test('the minor version after one is that of semver', () => {
  for (const version of VERSIONS) {
    expect([version, nextMinor(version)]).toEqual([version, inc(version, 'minor')]);
  }
});

test.each([
  ['1.0', '1.0.0'],
  ['v1.0.0', '1.0.0'],
  ['V2.1', '2.1.0'],
  ['01.2.3', '1.2.3'],
  ['1.2.3.4', '1.2.3'],
  ['1.0.0+build', '1.0.0'],
  ['v2.0.0-rc.1', '2.0.0-rc.1'],
  ['first', undefined],
])('%s is meant as %s', (name, version) => {
  expect(meantVersion(name)).toBe(version);
});
