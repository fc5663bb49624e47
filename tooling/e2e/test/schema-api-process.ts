import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { root } from './started.ts';

/** The built Schema API in a process of its own. */
export interface SchemaApiProcess extends AsyncDisposable {
  readonly url: string;
}

/** Starts it with these variables and no others, and answers when it listens. */
export async function startSchemaApi(
  variables: Readonly<Record<string, string>>,
): Promise<SchemaApiProcess> {
  const child = spawn(process.execPath, [join(root, 'apps/schema-api/dist/main.js')], {
    env: { PATH: process.env.PATH, PORT: '0', ...variables },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  return {
    url: await listening(child.stdout),
    [Symbol.asyncDispose]: async () => {
      const closed = once(child, 'close');
      if (child.kill()) await closed;
    },
  };
}

/** The URL that the log names when the server listens. */
async function listening(log: NodeJS.ReadableStream): Promise<string> {
  for await (const line of createInterface(log)) {
    const url = /Server listening at (http:[^"]+)/.exec(line)?.[1];
    if (url) {
      log.resume(); // or the process would wait for a reader of its log one day
      return url;
    }
  }
  throw new Error('The process ended without listening.');
}
