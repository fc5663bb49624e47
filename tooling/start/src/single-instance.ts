import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { type Instance, instanceNote } from '@schema-service/bootstrap/checks';
import { processMark } from '@schema-service/bootstrap/processes';

/** What a run has written down of itself, for whoever looks for it. */
export interface ClaimedInstance {
  /** Says that everything answers. */
  readonly serves: () => void;
  /** Adds a process that is started, in the place of one of the same name. */
  readonly started: (name: string, pid: number) => void;
  readonly release: () => void;
}

/** Writes down who runs on a data directory; `checkStart` has found nobody there. */
export function claimInstance(dataDirectory: string, url: string): ClaimedInstance {
  const note = instanceNote(dataDirectory);
  mkdirSync(dataDirectory, { recursive: true });
  let instance: Instance = { pid: process.pid, url };
  const write = (facts: Partial<Instance>): void => {
    instance = { ...instance, ...facts };
    // Whole or not at all: this run may be killed.
    writeFileSync(`${note}.unfinished`, JSON.stringify(instance), { mode: 0o600 });
    renameSync(`${note}.unfinished`, note);
  };
  write({});
  return {
    serves: () => write({ isServing: true }),
    started: (name, pid) => {
      const mark = processMark(pid);
      if (mark === undefined) return;
      const others = (instance.processes ?? []).filter((one) => one.name !== name);
      write({ processes: [...others, { name, pid, mark }] });
    },
    release: () => rmSync(note, { force: true }),
  };
}
