import { expect, test } from 'vitest';
import { compareVersions } from '../migrations/version.ts';
import { versionOrder } from './record-verdicts.ts';

test('the order that a database sorts by is that of semver', () => {
  const versions = [
    ...[
      '0.9.0',
      '1.0.0-alpha',
      '1.0.0-alpha.1',
      '1.0.0-alpha.beta',
      '1.0.0-beta.2',
      '1.0.0-beta.11',
    ],
    ...[
      '1.0.0-rc.1',
      '1.0.0',
      '1.0.1-2',
      '1.0.1-10',
      '1.0.1',
      '1.2.0',
      '1.10.0',
      '2.0.0',
      '10.0.0',
    ],
  ];
  expect(versions.toSorted(compareVersions)).toEqual(versions);
  const byBytes = (one: string, other: string) =>
    Buffer.compare(Buffer.from(versionOrder(one)), Buffer.from(versionOrder(other)));
  expect(versions.toReversed().sort(byBytes)).toEqual(versions);
});
