import { expect, test } from 'vitest';
import { pythonVersion } from './python-version.ts';

test.each([
  ['2.0.0', '2.0.0'],
  ['2.0.0-alpha.0', '2.0.0a0'],
  ['2.0.0-beta.12', '2.0.0b12'],
  ['2.0.0-rc', '2.0.0rc0'],
  ['2.0.0-next.3', '2.0.0.dev3'],
  ['2.0.0+build.5', '2.0.0+build.5'],
])('%s is %s', (version, expected) => {
  expect(pythonVersion(version)).toBe(expected);
});

test.each(['2.0', '2.0.0-preview.1', '2.0.0-1', '2.0.0-beta.x', 'v2.0.0'])(
  '%s is refused, because nothing says how it sorts',
  (version) => {
    expect(() => pythonVersion(version)).toThrow(
      expect.objectContaining({ code: 'PYTHON_VERSION_UNKNOWN' }),
    );
  },
);
