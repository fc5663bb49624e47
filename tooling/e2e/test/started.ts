import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

export const root: string = join(import.meta.dirname, '..', '..', '..');

/** What `npm start` hands over to. */
export const program: string = join(root, 'tooling', 'start', 'src', 'main.ts');

/** A run of `npm start`'s program, after its `ready` line. */
export interface Started {
  readonly url: string;
  readonly databaseUrl: string;
  /** All that it printed so far. */
  readonly output: () => string;
  /** Ctrl-C; gives the exit code. */
  readonly interrupt: () => Promise<number | null>;
  /** Ends it without a word, as the system does when memory is short. */
  readonly kill: () => Promise<unknown>;
}

/** Starts it as a person does, but for the port and the data directory, and waits until it is ready. */
export async function start(dataDirectory: string, port: number): Promise<Started> {
  const child = spawn(process.execPath, ['--conditions=source', program], {
    cwd: root,
    env: { ...process.env, PORT: String(port), DATA_DIRECTORY: dataDirectory, DATABASE_URL: '' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      output += chunk;
    });
  }
  const ended = exitCode(child);
  const ready = await Promise.race([ended.then(() => undefined), untilReady(() => output)]);
  if (ready === undefined) throw new Error(`It ended before it was ready:\n${output}`);
  return {
    ...ready,
    output: () => output,
    interrupt: () => {
      child.kill('SIGINT');
      return ended;
    },
    kill: () => {
      child.kill('SIGKILL');
      return ended;
    },
  };
}

async function exitCode(child: ChildProcess): Promise<number | null> {
  const [code] = (await once(child, 'exit')) as [number | null];
  return code;
}

async function untilReady(output: () => string): Promise<{ url: string; databaseUrl: string }> {
  for (;;) {
    const url = /^ready\s+(http:\S+)$/m.exec(output())?.[1];
    const databaseUrl = /(postgresql:\S+)/.exec(output())?.[1];
    if (url && databaseUrl) return { url, databaseUrl };
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
