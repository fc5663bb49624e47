import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import {
  applyChanges,
  changeIds,
  changeRecord,
  comparableSchema,
  diff,
  renameFindings,
} from '../src/index.ts';
import { ruleList } from '../src/rules/rules.ts';
import { readFixtures } from './fixture.ts';

const fixtures = readFixtures();

describe('the verdicts on the fixture', () => {
  test.each(fixtures)('$name', ({ id, previous, current, expected }) => {
    const changes = diff(previous, current);
    const verdicts = changes
      .map(changeRecord)
      .map(({ id, path, compatibility, severity, bump }) => ({
        id,
        path,
        compatibility,
        severity,
        bump,
      }));
    expect(verdicts).toEqual(expected);
    expect(verdicts.map((verdict) => verdict.id)).toContain(id);
    expect(renameFindings(previous, current)).toEqual([]);
    expect(changes.filter((change) => change.reason === '')).toEqual([]);
  });
});

test.each(fixtures)(
  'the changes of $name make the one schema of the other',
  ({ previous, current }) => {
    const made = applyChanges(previous, diff(previous, current));
    expect(made).toEqual(comparableSchema(current));
  },
);

test('every id has one rule, in a file of its name, and a fixture', () => {
  const ids = ruleList.map(({ id }) => id);
  expect(ids).toEqual([...changeIds]);
  const rulesFolder = fileURLToPath(new URL('../src/rules', import.meta.url));
  const fileOf = (id: string) => `${id.toLowerCase().replaceAll('_', '-')}.ts`;
  expect(ids.filter((id) => !existsSync(`${rulesFolder}/${fileOf(id)}`))).toEqual([]);
  const covered = new Set(fixtures.map(({ id }) => id));
  expect(ids.filter((id) => !covered.has(id))).toEqual([]);
  expect([...covered].filter((id) => !ids.some((known) => known === id))).toEqual([]);
});
