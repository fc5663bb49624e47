import { spawnSync } from 'node:child_process';

const candidates = ['python3', 'python', 'python3.14', 'python3.13', 'python3.12', 'python3.11'];
const probe =
  'import json,sys,venv,ensurepip; print(json.dumps([sys.executable, *sys.version_info[:3]]))';

/**
 * The first Python on PATH that is 3.11 or newer and can make virtual
 * environments; or why there is none, with how to get one.
 * @returns {{ path: string, version: string } | { missing: string }}
 */
export function findPython() {
  const complaints = [];
  for (const name of candidates) {
    const answer = spawnSync(name, ['-c', probe], { encoding: 'utf8' });
    if (answer.error) continue;
    if (answer.status !== 0) {
      complaints.push(
        `${name} cannot make virtual environments (on Debian: apt install python3-venv)`,
      );
      continue;
    }
    const [path, ...version] = JSON.parse(answer.stdout);
    const [major, minor] = version;
    if (major > 3 || (major === 3 && minor >= 11)) return { path, version: version.join('.') };
    complaints.push(`${name} is ${version.join('.')}`);
  }
  const found = complaints.length > 0 ? complaints.join(', ') : 'none is on PATH';
  return {
    missing: `Python 3.11 or newer is needed: ${found}. Get it from python.org or your system's packages.`,
  };
}
