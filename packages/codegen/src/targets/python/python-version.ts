import { SchemaServiceError } from '@schema-service/errors';

const SEMVER = /^(\d+\.\d+\.\d+)(?:-([0-9A-Za-z.-]+))?(?:\+([0-9A-Za-z.-]+))?$/;

/** What PEP 440 calls the pre-releases that semver leaves free. */
const PHASES: Readonly<Record<string, string>> = {
  alpha: 'a',
  beta: 'b',
  rc: 'rc',
  dev: '.dev',
  canary: '.dev',
  next: '.dev',
};

/**
 * A semver version as PEP 440 spells it: `2.0.0-beta.1` is `2.0.0b1`, and
 * `2.0.0-next.3` is `2.0.0.dev3`.
 *
 * @throws SchemaServiceError `PYTHON_VERSION_UNKNOWN` for a pre-release that PEP 440 has no name for.
 */
export function pythonVersion(version: string): string {
  const [, release, preRelease, build] = SEMVER.exec(version) ?? [];
  const local = build === undefined ? '' : `+${build.toLowerCase().replaceAll('-', '.')}`;
  if (release !== undefined && preRelease === undefined) return release + local;
  const [, phase = '', count = '0'] = /^([a-z]+)(?:\.(\d+))?$/.exec(preRelease ?? '') ?? [];
  const spelled = PHASES[phase];
  if (release === undefined || spelled === undefined) {
    throw new SchemaServiceError({
      code: 'PYTHON_VERSION_UNKNOWN',
      message: `The version ${version} cannot be spelled for Python.`,
      why: 'PEP 440 knows alpha, beta and release candidates, and development releases.',
      fix: `Use one of ${Object.keys(PHASES).join(', ')} with a number: 2.0.0-beta.1`,
      meta: { version },
    });
  }
  return `${release}${spelled}${count}${local}`;
}
