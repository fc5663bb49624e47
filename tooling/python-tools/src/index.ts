import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findPython } from '@schema-service/bootstrap/python';
import { CommandFailed, run } from '@schema-service/bootstrap/steps';

export type PythonTools =
  | { readonly kind: 'ready'; readonly python: string; readonly version: string }
  | { readonly kind: 'missing'; readonly reason: string };

/** What to install, and the folder of the environment in the data directory. */
export interface PythonEnvironment {
  readonly name: string;
  /** The path of a requirements file. */
  readonly requirements: string;
}

const suites: PythonEnvironment = {
  name: 'test-python',
  requirements: join(import.meta.dirname, '..', 'requirements.txt'),
};

/**
 * A virtual environment with the tools of the Python suites, or with those of a
 * list of its own, made once for one interpreter and one list of requirements.
 */
export async function preparePython(
  dataDirectory: string,
  { name, requirements }: PythonEnvironment = suites,
): Promise<PythonTools> {
  const found = findPython();
  if (found.missing !== undefined) return { kind: 'missing', reason: found.missing };

  const environment = join(dataDirectory, name);
  const python = join(environment, 'bin', 'python');
  const stampFile = join(environment, 'installed');
  const stamp = createHash('sha256')
    .update(`${found.path} ${found.version}\n`)
    .update(readFileSync(requirements))
    .digest('hex');
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) {
    return { kind: 'ready', python, version: found.version };
  }
  const logFile = join(dataDirectory, 'logs', `${name}.log`);
  try {
    rmSync(environment, { recursive: true, force: true });
    await run(found.path, ['-m', 'venv', environment], { logFile });
    await run(python, ['-m', 'pip', 'install', '--disable-pip-version-check', '-r', requirements], {
      logFile,
    });
  } catch (error) {
    if (!(error instanceof CommandFailed)) throw error;
    const last =
      error.output.split('\n').findLast((line) => line.startsWith('ERROR')) ?? error.output;
    return {
      kind: 'missing',
      reason: `The Python tools cannot be installed: ${last} (${logFile})`,
    };
  }
  writeFileSync(stampFile, stamp);
  return { kind: 'ready', python, version: found.version };
}
