import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { program } from '@schema-service/vitest-config/program';

const PROGRAM = program(import.meta.url, '../../src/main.ts', '../../dist/main.js');

/** In MiB. A worker keeps about 35 in its heap, however many runs it has done; one that kept more would end. */
const LITTLE_ROOM = ['--max-semi-space-size=1', '--max-old-space-size=64'];

/** `schema-api worker` as a process of its own. */
export interface WorkerProcess extends AsyncDisposable {
  readonly child: ChildProcess;
  /** All that it wrote. */
  readonly output: () => string;
  /** How it ended. */
  readonly ended: () => Promise<number | null>;
  /** Sends a signal, and gives how it ended. */
  readonly end: (signal: NodeJS.Signals) => Promise<number | null>;
}

/** @param fleet connections of environments in the group `fleet`, beside `shop` */
export function startWorkerProcess(
  service: { readonly catalogUrl: string; readonly shopUrl: string },
  fleet: ReadonlyMap<string, string> = new Map(),
): WorkerProcess {
  const folder = mkdtempSync(join(tmpdir(), 'worker-'));
  const file = join(folder, 'environments.json');
  writeFileSync(join(folder, 'shop-url'), `${service.shopUrl}\n`);
  const environments: Record<string, object> = {
    shop: { connection: { file: join(folder, 'shop-url') } },
  };
  for (const [name, url] of fleet) {
    writeFileSync(join(folder, name), url);
    environments[name] = { group: 'fleet', connection: { file: join(folder, name) } };
  }
  writeFileSync(file, JSON.stringify({ environments }));
  // With little room the process grows by what it keeps, and not by what waits to be collected.
  const child = spawn(process.execPath, [...LITTLE_ROOM, ...PROGRAM, 'worker'], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      DATABASE_URL: service.catalogUrl,
      ENVIRONMENTS_FILE: file,
      WORKER_TIMEOUT: '3',
      WORKER_CONCURRENCY: '8',
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
