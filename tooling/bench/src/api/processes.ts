import { readdirSync, readFileSync } from 'node:fs';

/** The clock ticks a second in which /proc counts: USER_HZ, 100 on every platform that Node runs on. */
const TICKS = 100;

interface ProcessTimes {
  readonly pid: number;
  readonly parent: number;
  /** User and system time in seconds, its own and that of its children that have ended. */
  readonly seconds: number;
}

/** The times of every process that there is, from /proc/<pid>/stat. */
function allProcesses(): readonly ProcessTimes[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        return [parse(Number(name), readFileSync(`/proc/${name}/stat`, 'utf8'))];
      } catch {
        return []; // It has ended in between.
      }
    });
}

function parse(pid: number, stat: string): ProcessTimes {
  // The command stands in brackets, and may hold any character.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const number = (index: number) => Number(fields[index]);
  const ticks = number(11) + number(12) + number(13) + number(14);
  return { pid, parent: number(1), seconds: ticks / TICKS };
}

/** The CPU that a process and all below it have taken so far, in seconds. */
export function cpuOf(root: number): number {
  const processes = allProcesses();
  const below = (pid: number): number =>
    processes
      .filter(({ parent }) => parent === pid)
      .reduce((sum, child) => sum + child.seconds + below(child.pid), 0);
  return (processes.find(({ pid }) => pid === root)?.seconds ?? 0) + below(root);
}

export function parentOf(pid: number): number {
  return parse(pid, readFileSync(`/proc/${pid}/stat`, 'utf8')).parent;
}
