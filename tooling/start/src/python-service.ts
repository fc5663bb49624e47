import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { FoundPython } from '@schema-service/bootstrap/python';
import { run } from '@schema-service/bootstrap/steps';

/** Prints the index that pip would use: what its settings say, otherwise its own default. */
const askPip = `
import subprocess, sys
configured = subprocess.run([sys.executable, "-m", "pip", "config", "get", "global.index-url"], capture_output=True, text=True).stdout.strip()
if not configured:
    from pip._internal.models.index import PyPI
    configured = PyPI.simple_url
print(configured)
`;

/**
 * The package index that this machine's pip uses. The Schema API sends pip there
 * for everything that it does not publish itself, such as the client's driver.
 */
export function usualPythonIndex(python: FoundPython): string | undefined {
  if (process.env.PIP_INDEX_URL) return process.env.PIP_INDEX_URL;
  if (python.missing !== undefined) return undefined;
  const answer = spawnSync(python.path, ['-c', askPip], { encoding: 'utf8' });
  return answer.status === 0 ? answer.stdout.trim() : undefined;
}

/** Makes the service's virtual environment anew and installs its requirements from our index. */
export async function installPythonService(
  python: string,
  directory: string,
  indexUrl: string,
  logFile: string,
): Promise<void> {
  const environment = join(directory, '.venv');
  rmSync(environment, { recursive: true, force: true });
  // Where this Python has a pip, that serves: one of its own takes the environment seconds and 27 MB.
  const hasPip = spawnSync(python, ['-m', 'pip', '--python', python, '--version']).status === 0;
  const interpreter = join(environment, 'bin', 'python');
  await run(python, ['-m', 'venv', ...(hasPip ? ['--without-pip'] : []), environment], { logFile });
  await run(
    hasPip ? python : interpreter,
    [
      '-m',
      'pip',
      ...(hasPip ? ['--python', interpreter] : []),
      'install',
      '--disable-pip-version-check',
      // A version's bytes never change here, but a fresh catalog may have been built anew.
      '--no-cache-dir',
      '--index-url',
      indexUrl,
      '--requirement',
      join(directory, 'requirements.txt'),
    ],
    { logFile, cwd: directory },
  );
}
