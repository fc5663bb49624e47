import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type ProgramRun, plainEnvironment, runProgram } from './run-program.ts';

/** Somebody who has just got this machine: an empty home, and nothing installed but Node and npm. */
export interface TestUser {
  readonly home: string;
  /** A new empty folder in the home. */
  readonly makeFolder: (name: string, files?: Readonly<Record<string, string>>) => Promise<string>;
  /** Runs a program in a folder. */
  readonly run: (
    folder: string,
    program: string,
    args: readonly string[],
    env?: Readonly<Record<string, string>>,
  ) => Promise<ProgramRun>;
  readonly [Symbol.asyncDispose]: () => Promise<void>;
}

/**
 * A user whose package managers all ask one registry. Of this process's
 * environment they have what a login gives: no `npm_config_*`, no tools of a workspace in PATH.
 */
export async function emptyHome(registry: string): Promise<TestUser> {
  const home = await mkdtemp(join(tmpdir(), 'home-'));
  const temporary = join(home, '.tmp');
  await mkdir(temporary);
  await writeFile(join(home, '.npmrc'), `registry=${registry}\n`);
  // Yarn 2 and later read nothing of npm's, and take no version of the last day.
  await writeFile(
    join(home, '.yarnrc.yml'),
    `npmRegistryServer: '${registry}'\nunsafeHttpWhitelist: ['127.0.0.1']\nenableTelemetry: false\nnpmMinimalAgeGate: 0\n`,
  );
  const own = { HOME: home, TMPDIR: temporary, XDG_CACHE_HOME: join(home, '.cache') };
  return {
    home,
    makeFolder: async (name, files = {}) => {
      const folder = join(home, name);
      await mkdir(folder, { recursive: true });
      for (const [path, content] of Object.entries(files)) {
        await mkdir(dirname(join(folder, path)), { recursive: true });
        await writeFile(join(folder, path), content);
      }
      return folder;
    },
    run: (cwd, program, args, env = {}) =>
      runProgram(program, args, { cwd, env: { ...plainEnvironment(), ...own, ...env } }),
    [Symbol.asyncDispose]: () => rm(home, { recursive: true, force: true, maxRetries: 5 }),
  };
}
