import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { clientOperationsOf } from './client-operations.ts';
import type { InstalledClient } from './install-clients.ts';
import type { Operation } from './operation.ts';
import { sqlOperationsOf } from './sql-operations.ts';

/** What a service is told as it starts. */
export interface ServiceConfig {
  readonly connectionString: string;
  readonly name: string;
  readonly version: string;
  readonly seed: number;
  /** Whether it has the server prepare statements. */
  readonly prepares: boolean;
  readonly operations: readonly Operation[];
  /** The one that it works with; without it, it writes SQL of its own. */
  readonly client?: InstalledClient;
}

/** What a service tells, a line each. */
export type ServiceEvent =
  | {
      readonly kind: 'done';
      readonly operation: string;
      readonly ms: number;
      readonly counts: number;
      /** How many rows were held against what was written. */
      readonly checks: number;
    }
  /** A statement failed, as its client sees it. */
  | { readonly kind: 'failed'; readonly operation: string; readonly message: string }
  /** Something came back that was not written, or did not come back. */
  | { readonly kind: 'wrong'; readonly operation: string; readonly message: string };

/** What services are written in. */
export interface Language {
  /** What starts one: the program, and what comes before its configuration. */
  readonly command: readonly [program: string, ...args: string[]];
  readonly operationsOf: (version: string) => readonly Operation[];
  readonly clientOf?: (version: string) => InstalledClient;
}

const nodeService = [
  process.execPath,
  '--conditions=source',
  join(import.meta.dirname, 'service.ts'),
] as const;

/** SQL in Node, without a generated client. */
export const sql: Language = { command: nodeService, operationsOf: sqlOperationsOf };

/** Node with the clients of the versions. */
export const node = (clientOf: (version: string) => InstalledClient): Language => ({
  ...{ command: nodeService, operationsOf: clientOperationsOf, clientOf },
});

/** Python with the clients of the versions. */
export const python = (
  interpreter: string,
  clientOf: (version: string) => InstalledClient,
): Language => ({
  command: [interpreter, join(import.meta.dirname, '..', 'services', 'service.py')],
  ...{ operationsOf: clientOperationsOf, clientOf },
});

export interface Service {
  /** Resolves when the first operation is done, or the service is over. */
  readonly started: Promise<void>;
  /** Lets it end what it does and read its own rows once more. */
  readonly stop: () => Promise<void>;
}

export type ServiceOptions = Omit<ServiceConfig, 'operations' | 'client'> & {
  readonly language: Language;
};

export function startService(
  { language, ...options }: ServiceOptions,
  onEvent: (event: ServiceEvent) => void,
): Service {
  const { command, operationsOf, clientOf } = language;
  const { version } = options;
  const config: ServiceConfig = {
    ...{ ...options, operations: operationsOf(version) },
    ...(clientOf === undefined ? {} : { client: clientOf(version) }),
  };
  const [program, ...args] = command;
  const child = spawn(program, [...args, JSON.stringify(config)], {
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const errors: string[] = [];
  child.stderr.on('data', (text) => errors.push(String(text)));
  const over = once(child, 'close');
  const first = Promise.withResolvers<void>();
  const told = (async () => {
    for await (const line of createInterface({ input: child.stdout })) {
      onEvent(JSON.parse(line));
      first.resolve();
    }
    const [code] = await over;
    first.resolve();
    if (code === 0) return;
    const lines = errors.join('').split('\n');
    const why = lines.find((line) => line.includes('Error')) ?? lines[0];
    onEvent({ kind: 'failed', operation: 'run', message: `ended with ${code} ${why}` });
  })();
  return {
    started: first.promise,
    stop: async () => {
      child.stdin.end();
      await told;
    },
  };
}
