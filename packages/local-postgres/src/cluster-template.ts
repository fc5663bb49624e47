import { execFile, spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { closeSync, mkdirSync, openSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Launcher } from './unprivileged.ts';

/** A new cluster as one file in the user's cache folder. It may be deleted at any time. */
export interface ClusterTemplate {
  /** Puts the cluster into an empty folder. False where there is no template, or it cannot be read; the folder may hold a part of it then. */
  readonly unpack: (folder: string) => Promise<boolean>;
  /** Makes the template from a cluster that no server has run on. Nothing happens where it cannot be written. */
  readonly keep: (folder: string) => Promise<void>;
}

const run = promisify(execFile);

/** What makes a new cluster: `initdb`, and how it is called. */
export interface ClusterMaker {
  readonly initdb: string;
  /** Without the folder. */
  readonly args: readonly string[];
  readonly launcher: Launcher;
}

/** The template for the clusters that this version of `initdb` makes when it is called so. */
export async function clusterTemplate({
  initdb,
  args,
  launcher,
}: ClusterMaker): Promise<ClusterTemplate> {
  const { stdout } = await run(initdb, ['--version']);
  const version = /\d[\w.]*/.exec(stdout)?.[0];
  const call = createHash('sha256').update(args.join(' ')).digest('hex').slice(0, 8);
  const folder = join(cacheFolder(), 'schema-service');
  const name = ['postgres', version, process.platform, process.arch, call].join('-');
  const file = join(folder, `${name}.tar`);
  return {
    unpack: (into) => unpack(file, into, launcher),
    keep: (from) => keep(folder, file, from),
  };
}

/** Where programs keep what they can make again. */
function cacheFolder(): string {
  const { XDG_CACHE_HOME: named } = process.env;
  if (named !== undefined && named !== '') return named;
  // An account without a home has no cache.
  const home = process.env.HOME || '/nonexistent';
  return process.platform === 'darwin' ? join(home, 'Library', 'Caches') : join(home, '.cache');
}

async function unpack(file: string, into: string, launcher: Launcher): Promise<boolean> {
  const archive = opened(file);
  if (archive === undefined) return false;
  try {
    // The account that unpacks need not be able to enter the cache folder.
    const tar = launcher.spawn('tar', ['-xf', '-', '-C', into], {
      stdio: [archive, 'ignore', 'ignore'],
    });
    return await succeeds(tar);
  } finally {
    closeSync(archive);
  }
}

/** Written beside its place and moved there: whoever reads meanwhile has all of the old file or of the new one. */
async function keep(folder: string, file: string, from: string): Promise<void> {
  const unfinished = `${file}.${randomBytes(6).toString('hex')}`;
  try {
    mkdirSync(folder, { recursive: true });
    const archive = openSync(unfinished, 'wx');
    try {
      const tar = spawn('tar', ['-cf', '-', '-C', from, '.'], {
        stdio: ['ignore', archive, 'ignore'],
      });
      if (await succeeds(tar)) renameSync(unfinished, file);
    } finally {
      closeSync(archive);
      rmSync(unfinished, { force: true });
    }
  } catch {
    // A cache folder that cannot be written is no reason to fail.
  }
}

function opened(file: string): number | undefined {
  try {
    return openSync(file, 'r');
  } catch {
    return undefined;
  }
}

async function succeeds(program: ReturnType<typeof spawn>): Promise<boolean> {
  try {
    const [code] = await once(program, 'exit');
    return code === 0;
  } catch {
    // There is no such program.
    return false;
  }
}
