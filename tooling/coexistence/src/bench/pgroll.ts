import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify, stripVTControlCharacters } from 'node:util';
import type { Cleanup } from '@schema-service/local-postgres';
import { type Contender, FILL, type PhaseSpan } from './contender.ts';

const VERSION = 'v0.16.2';

/** Where it is built once for all runs. */
const CACHE = join(import.meta.dirname, '../../node_modules/.cache/pgroll', VERSION);

/** The program, or why there is none on this machine. */
export type FoundPgroll = { readonly program: string } | { readonly reason: string };

/** The one that is named, the one on the path, or one that Go builds. */
export async function findPgroll(named: string | undefined): Promise<FoundPgroll> {
  if (named !== undefined) {
    return existsSync(named) ? { program: named } : { reason: `there is no ${named}` };
  }
  const folders = [...(process.env.PATH ?? '').split(delimiter), CACHE];
  const program = folders.map((folder) => join(folder, 'pgroll')).find((path) => existsSync(path));
  if (program !== undefined) return { program };
  mkdirSync(CACHE, { recursive: true });
  console.error(`Building pgroll ${VERSION}, once. It takes minutes.`);
  try {
    await promisify(execFile)('go', ['install', `github.com/xataio/pgroll@${VERSION}`], {
      env: { ...process.env, GOBIN: CACHE },
    });
    return { program: join(CACHE, 'pgroll') };
  } catch (error) {
    const [line = ''] = String((error as { stderr?: string }).stderr || error).split('\n');
    return { reason: `Go could not build it: ${line}` };
  }
}

/** The same change by pgroll, in its two commands. `sql` makes the table. */
export function pgroll(cleanup: Cleanup, program: string, sql: string): Contender {
  const folder = mkdtempSync(join(tmpdir(), 'pgroll-'));
  cleanup.defer(async () => rmSync(folder, { recursive: true }));
  const migration = (name: string, operations: readonly object[]): string => {
    const path = join(folder, `${name}.json`);
    writeFileSync(path, JSON.stringify({ operations }));
    return path;
  };
  const first = migration('01_reviews', [{ sql: { up: sql } }]);
  const second = migration('02_counts', [
    { rename_column: { table: 'reviews', from: 'body', to: 'content' } },
    {
      alter_column: {
        ...{ table: 'reviews', column: 'helpful_count', type: 'bigint' },
        ...{ up: 'helpful_count::bigint', down: 'helpful_count::integer' },
      },
    },
  ]);
  const run = (connectionString: string, args: readonly string[]): Promise<PgrollRun> =>
    runPgroll(program, connectionString, args);
  return {
    name: 'pgroll',
    schemas: { older: 'public_01_reviews', newer: 'public_02_counts' },
    install: async (connectionString) => {
      for (const args of [['init'], ['start', first, '--complete']]) {
        const { failure } = await run(connectionString, args);
        if (failure !== undefined) throw new Error(failure);
      }
    },
    open: async (connectionString) => {
      const from = performance.now();
      const { lines, failure } = await run(connectionString, ['start', second, '--verbose']);
      const to = performance.now();
      const fill = {
        phase: FILL,
        from: lines.find(({ text }) => /backfill.*start/i.test(text))?.at ?? from,
        to: lines.findLast(({ text }) => /backfill.*complete/i.test(text))?.at ?? to,
      };
      const phases = [
        { phase: 'start, before the fill', from, to: fill.from },
        fill,
        { phase: 'start, behind it', from: fill.to, to },
      ];
      return failure === undefined
        ? { phases }
        : { phases: [{ phase: 'start', from, to }], failure };
    },
    end: async (connectionString): Promise<readonly PhaseSpan[]> => {
      const from = performance.now();
      const { failure } = await run(connectionString, ['complete']);
      if (failure !== undefined) throw new Error(failure);
      return [{ phase: 'complete', from, to: performance.now() }];
    },
  };
}

interface PgrollRun {
  readonly lines: readonly { readonly at: number; readonly text: string }[];
  readonly failure?: string;
}

async function runPgroll(
  program: string,
  connectionString: string,
  args: readonly string[],
): Promise<PgrollRun> {
  const url = `${connectionString}?sslmode=disable`;
  const child: ChildProcess = spawn(program, [...args, '--postgres-url', url], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = once(child, 'exit');
  const lines: { readonly at: number; readonly text: string }[] = [];
  const read = async (stream: NodeJS.ReadableStream | null): Promise<void> => {
    if (stream === null) return;
    for await (const line of createInterface({ input: stream })) {
      lines.push({ at: performance.now(), text: stripVTControlCharacters(line) });
    }
  };
  await Promise.all([read(child.stdout), read(child.stderr)]);
  const [code] = await ended;
  if (code === 0) return { lines };
  // It says the error last, behind what it has undone.
  const said = lines.findLast(({ text }) => text.startsWith('Error:'))?.text ?? lines.at(-1)?.text;
  return { lines, failure: `pgroll ${args[0]}: ${said}` };
}
