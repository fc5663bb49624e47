const SEMVER = /^(\d+\.\d+\.\d+)(?:-([a-z]+)(?:\.(\d+))?)?$/;
const PEP_440 = /^(\d+\.\d+\.\d+)(?:(a|b|rc|\.dev)(\d+))?$/;

/** The pre-releases of semver by what PEP 440 calls them. */
const phases: Readonly<Record<string, readonly string[]>> = {
  a: ['alpha'],
  b: ['beta'],
  rc: ['rc'],
  '.dev': ['dev', 'canary', 'next'],
};

/** Whether Python spells a release's version like this: `2.0.0rc1` is `2.0.0-rc.1`. */
export function isPythonSpelling(python: string, version: string): boolean {
  const [, release, phase, count = '0'] = SEMVER.exec(version) ?? [];
  const [, pythonRelease, pythonPhase, pythonCount = '0'] = PEP_440.exec(python) ?? [];
  if (release === undefined || release !== pythonRelease || count !== pythonCount) return false;
  if (pythonPhase === undefined || phase === undefined) return pythonPhase === phase;
  return phases[pythonPhase]?.includes(phase) === true;
}
