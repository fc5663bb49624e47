import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { type Instance, instanceNote } from '@schema-service/bootstrap/checks';

/** What a run has written down of itself, for whoever looks for it. */
export interface ClaimedInstance {
  /** Adds the database, once it is served. */
  readonly serves: (databaseUrl: string) => void;
  readonly release: () => void;
}

/** Writes down who runs on a data directory; `checkStart` has found nobody there. */
export function claimInstance(dataDirectory: string, url: string): ClaimedInstance {
  const note = instanceNote(dataDirectory);
  mkdirSync(dataDirectory, { recursive: true });
  // For its user only: the URL of the database may hold a password.
  const write = (instance: Instance): void =>
    writeFileSync(note, JSON.stringify(instance), { mode: 0o600 });
  const instance: Instance = { pid: process.pid, url };
  write(instance);
  return {
    serves: (databaseUrl) => write({ ...instance, databaseUrl }),
    release: () => rmSync(note, { force: true }),
  };
}
