import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * When a process began, as a text that no other process has with the same id;
 * undefined where there is no such process.
 */
export function processMark(pid) {
  try {
    if (process.platform !== 'linux') {
      const began = execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], {
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
      });
      return began.trim() || undefined;
    }
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // Behind the name, which may hold anything, the 3rd field is the state and the 22nd the ticks since the boot.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (fields[0] === 'Z' || fields[0] === 'X') return undefined;
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    return `${boot} ${fields[19]}`;
  } catch {
    return undefined;
  }
}

/**
 * Ends the processes that a killed run has left, each with its group. Only those
 * that are what was written down: an id that was given to another program since
 * is left alone. Gives those that were there.
 */
export async function endOrphans(processes) {
  const orphans = processes.filter(({ pid, mark }) => processMark(pid) === mark);
  await Promise.all(orphans.map(endGroup));
  return orphans;
}

async function endGroup({ pid, mark }) {
  const isThere = () => processMark(pid) === mark;
  signalGroup(pid, 'SIGTERM');
  for (let waited = 0; isThere() && waited < 5_000; waited += 50) await sleep(50);
  if (!isThere()) return;
  signalGroup(pid, 'SIGKILL');
  for (let waited = 0; isThere() && waited < 5_000; waited += 50) await sleep(50);
}

function signalGroup(pid, signal) {
  try {
    process.kill(-pid, signal);
  } catch {
    // It ended meanwhile, or is another user's, whose port is then found in use.
  }
}
