import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { type Operation, operationsOf } from './operations.ts';

/** What a service is told as it starts. */
export interface ServiceConfig {
  readonly connectionString: string;
  readonly name: string;
  readonly version: string;
  readonly seed: number;
  /** Whether it has the server prepare statements. */
  readonly prepares: boolean;
  readonly operations: readonly Operation[];
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

/** How the program of a service is started: the program, and what comes before its configuration. */
export type Language = readonly [program: string, ...args: string[]];

export const node: Language = [
  process.execPath,
  '--conditions=source',
  join(import.meta.dirname, 'service.ts'),
];

export const python = (interpreter: string): Language => [
  interpreter,
  join(import.meta.dirname, '..', 'services', 'service.py'),
];

export interface Service {
  /** Resolves when the first operation is done, or the service is over. */
  readonly started: Promise<void>;
  /** Lets it end what it does and read its own rows once more. */
  readonly stop: () => Promise<void>;
}

export type ServiceOptions = Omit<ServiceConfig, 'operations'> & { readonly language: Language };

export function startService(
  { language, ...options }: ServiceOptions,
  onEvent: (event: ServiceEvent) => void,
): Service {
  const config: ServiceConfig = { ...options, operations: operationsOf(options.version) };
  const [program, ...args] = language;
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
    onEvent({ kind: 'failed', operation: 'run', message: `ended with ${code} ${errors.join('')}` });
  })();
  return {
    started: first.promise,
    stop: async () => {
      child.stdin.end();
      await told;
    },
  };
}
