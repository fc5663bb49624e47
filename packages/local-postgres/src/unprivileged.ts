import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { accessSync, chownSync, constants, readFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { SchemaServiceError } from '@schema-service/errors';

/** Starts PostgreSQL's programs as the account that they accept. */
export interface Launcher {
  readonly spawn: (program: string, args: readonly string[], options: SpawnOptions) => ChildProcess;
  /** Gives a file or folder to that account. */
  readonly own: (path: string) => void;
}

interface Account {
  readonly uid: number;
  readonly gid: number;
}

/**
 * PostgreSQL refuses to run as root, so under root (containers, CI) it is
 * started as an ordinary account. Where that account may not enter the folders
 * above (a clone in /root or in a private temporary folder), it is given the
 * right to read and search them and nothing else of root's.
 *
 * @param paths what the account has to reach
 */
export function createLauncher(paths: readonly string[]): Launcher {
  if (process.getuid?.() !== 0) return { spawn, own: () => undefined };
  const account = ordinaryAccount();
  const own = (path: string): void => chownSync(path, account.uid, account.gid);
  if (paths.every(isOpenToAll)) {
    return {
      own,
      spawn: (program, args, options) => spawn(program, args, { ...options, ...account }),
    };
  }
  const setpriv = findSetpriv(paths);
  const privileges = [
    `--reuid=${account.uid}`,
    `--regid=${account.gid}`,
    '--clear-groups',
    // Otherwise access(2), by which initdb looks for its programs, does not count the two rights below.
    '--securebits=+no_setuid_fixup',
    '--inh-caps=+dac_read_search,+dac_override',
    '--ambient-caps=+dac_read_search,+dac_override',
  ];
  return {
    own,
    spawn: (program, args, options) => spawn(setpriv, [...privileges, program, ...args], options),
  };
}

/** The first of the accounts that every system has; initdb wants one with a name. */
function ordinaryAccount(): Account {
  const accounts = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  for (const wanted of ['postgres', 'nobody']) {
    const found = accounts.find(([name]) => name === wanted);
    if (found) return { uid: Number(found[2]), gid: Number(found[3]) };
  }
  throw new SchemaServiceError({
    code: 'LOCAL_POSTGRES_NO_ACCOUNT',
    message:
      'PostgreSQL cannot be started: it refuses to run as root, and there is no other account.',
    fix: 'Run as an ordinary user, or create the account: useradd --system postgres',
  });
}

function isOpenToAll(path: string): boolean {
  for (let folder = path; ; folder = dirname(folder)) {
    if ((statSync(folder).mode & 0o001) === 0) return false;
    if (folder === dirname(folder)) return true;
  }
}

function findSetpriv(paths: readonly string[]): string {
  for (const candidate of ['/usr/bin/setpriv', '/bin/setpriv']) {
    try {
      accessSync(candidate, constants.X_OK);
      return candidate;
    } catch {
      // The next place.
    }
  }
  throw new SchemaServiceError({
    code: 'LOCAL_POSTGRES_FOLDER_CLOSED',
    message: `PostgreSQL cannot be started as another user than root: ${paths.find((path) => !isOpenToAll(path))} is closed to it.`,
    why: 'PostgreSQL refuses to run as root, and a folder above the clone can be entered by root only.',
    fix: 'Move the clone to a folder that others may enter, or run as an ordinary user.',
  });
}
