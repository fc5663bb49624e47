import { describe, expect, test } from 'vitest';
import {
  applyChanges,
  changeIds,
  changeRecord,
  comparableSchema,
  diff,
  renameFindings,
} from '../src/index.ts';
import { readFixtures } from './fixture.ts';

const fixtures = readFixtures();

describe('the verdicts on the fixture', () => {
  test.each(fixtures)('$name', ({ id, previous, current, expected }) => {
    const changes = diff(previous, current);
    const verdicts = changes
      .map(changeRecord)
      .map(({ id, path, compatibility, bridged, severity, bump }) => ({
        id,
        path,
        compatibility,
        bridged,
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

test('every rule has a fixture, and every fixture a rule', () => {
  const covered = new Set(fixtures.map(({ id }) => id));
  expect([...covered].sort()).toEqual([...changeIds].sort());
});
