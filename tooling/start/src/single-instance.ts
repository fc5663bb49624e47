import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SchemaServiceError } from '@schema-service/errors';

/**
 * Two runs on one data directory would stop each other's database. The first
 * writes down who it is; a note of a process that is gone counts for nothing.
 */
export function claimInstance(dataDirectory: string, url: string): () => void {
  const note = join(dataDirectory, 'running.json');
  if (existsSync(note)) {
    const other = JSON.parse(readFileSync(note, 'utf8')) as { pid: number; url: string };
    if (other.pid !== process.pid && isAlive(other.pid)) {
      throw new SchemaServiceError({
        code: 'START_ALREADY_RUNNING',
        message: `It already runs here, at ${other.url} (process ${other.pid}).`,
        fix: 'Use that one, or stop it with Ctrl-C first.',
        meta: other,
      });
    }
  }
  mkdirSync(dataDirectory, { recursive: true });
  writeFileSync(note, JSON.stringify({ pid: process.pid, url }));
  return () => rmSync(note, { force: true });
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  if (process.platform !== 'linux') return true;
  // Process ids are used again: this one must be a run of ours.
  return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(join('tooling', 'start'));
}
