import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const main = fileURLToPath(new URL('../../src/main.ts', import.meta.url));

/** `schema-api worker` as a process of its own, for the environment `shop`. */
export interface WorkerProcess extends AsyncDisposable {
  readonly child: ChildProcess;
  /** All that it wrote. */
  readonly output: () => string;
  /** How it ended. */
  readonly ended: () => Promise<number | null>;
  /** Sends a signal, and gives how it ended. */
  readonly end: (signal: NodeJS.Signals) => Promise<number | null>;
}

export function startWorkerProcess(service: {
  readonly catalogUrl: string;
  readonly shopUrl: string;
}): WorkerProcess {
  const folder = mkdtempSync(join(tmpdir(), 'worker-'));
  const file = join(folder, 'environments.json');
  writeFileSync(join(folder, 'shop-url'), `${service.shopUrl}\n`);
  const connection = { file: join(folder, 'shop-url') };
  writeFileSync(file, JSON.stringify({ environments: { shop: { connection } } }));
  const child = spawn(process.execPath, ['--conditions=source', main, 'worker'], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      DATABASE_URL: service.catalogUrl,
      ENVIRONMENTS_FILE: file,
      WORKER_TIMEOUT: '3',
    },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
  }
  const closed = once(child, 'close');
  const ended = async (): Promise<number | null> => (await closed)[0];
  const end = async (signal: NodeJS.Signals): Promise<number | null> => {
    child.kill(signal);
    return ended();
  };
  return {
    child,
    output: () => output,
    ended,
    end,
    [Symbol.asyncDispose]: async () => {
      if (child.exitCode === null && child.signalCode === null) await end('SIGKILL');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
