import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';

const root = join(import.meta.dirname, '..', '..', '..');
const built = join(root, 'apps', 'schema-api');

/** The built API in a folder of its own, with the optional packages that an installation has chosen. */
export interface InstalledApi extends Disposable {
  /** Runs the command. The environment is only what is given, and the PATH. */
  run(args: readonly string[], environment: Readonly<Record<string, string>>): RunningApi;
}

export interface RunningApi extends AsyncDisposable {
  readonly child: ChildProcess;
  /** Where it listens; throws with what it wrote where it ends before. */
  listening(): Promise<string>;
  /** Everything that it wrote. */
  output(): string;
  /** How it ended. */
  readonly ended: Promise<number | null>;
}

/** @param optional names of packages that lie in this package's node_modules */
export function installApi(optional: readonly string[] = []): InstalledApi {
  const folder = mkdtempSync(join(tmpdir(), 'schema-api-'));
  cpSync(join(built, 'dist'), join(folder, 'dist'), { recursive: true });
  cpSync(join(built, 'package.json'), join(folder, 'package.json'));
  const manifest = JSON.parse(readFileSync(join(built, 'package.json'), 'utf8')) as {
    readonly dependencies: Readonly<Record<string, string>>;
  };
  const link = (from: string, name: string): void => {
    const place = join(folder, 'node_modules', name);
    mkdirSync(dirname(place), { recursive: true });
    symlinkSync(join(from, 'node_modules', name), place);
  };
  for (const name of Object.keys(manifest.dependencies)) link(built, name);
  for (const name of optional) link(join(import.meta.dirname, '..'), name);
  return {
    run: (args, environment) => runApi(join(folder, 'dist', 'main.js'), args, environment),
    [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }),
  };
}

function runApi(
  program: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
): RunningApi {
  const child = spawn(process.execPath, [program, ...args], {
    env: { PATH: process.env.PATH ?? '', PORT: '0', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const ended = once(child, 'close').then(([code]) => code as number | null);
  const url = new Promise<string>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      createInterface(stream).on('line', (line) => {
        output += `${line}\n`;
        const found = /Server listening at (http:[^"]+)/.exec(line)?.[1];
        if (found) resolve(found);
      });
    }
    void ended.then(() => reject(new Error(`It ended without listening:\n${output}`)));
  });
  url.catch(() => undefined);
  return {
    child,
    listening: () => url,
    output: () => output,
    ended,
    [Symbol.asyncDispose]: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };
}
