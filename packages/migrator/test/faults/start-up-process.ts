import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const SCRIPT = fileURLToPath(new URL('up-process.ts', import.meta.url));

/** A migrator that runs as a process. */
export interface UpProcess {
  readonly kill: () => void;
  /** How it ended: a code, or `null` when it was killed. */
  readonly ended: Promise<{ readonly code: number | null; readonly stderr: string }>;
}

/** Starts `up`; `onEvent` is told the number of events so far. */
export function startUpProcess(
  connectionString: string,
  folder: string,
  onEvent: (count: number) => void = () => {},
): UpProcess {
  const child = spawn(process.execPath, ['--conditions=source', SCRIPT, connectionString, folder], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let events = 0;
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => {
    for (const byte of chunk) if (byte === 0x0a) onEvent(++events);
  });
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  const ended = new Promise<Awaited<UpProcess['ended']>>((resolve) =>
    child.once('close', (code) => resolve({ code, stderr })),
  );
  return { kill: () => child.kill('SIGKILL'), ended };
}
