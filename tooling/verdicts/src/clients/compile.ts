import { spawn } from 'node:child_process';
import { mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { Workshop } from './build-clients.ts';

/** The first thing a compiler has against each file, by its path below the workshop's folder. */
export type Complaints = ReadonlyMap<string, string>;

const require = createRequire(import.meta.url);
const folder = (name: string): string => {
  const found = (require.resolve.paths(name) ?? []).find((parent) => {
    try {
      require.resolve(join(parent, name, 'package.json'));
      return true;
    } catch {
      return false;
    }
  });
  if (found === undefined) throw new Error(`${name} is not installed`);
  return join(found, name);
};

const tsconfig = {
  compilerOptions: {
    target: 'es2022',
    lib: ['es2023', 'dom'],
    module: 'nodenext',
    types: ['node'],
    strict: true,
    noImplicitAny: true,
    skipLibCheck: true,
    rootDir: '.',
    outDir: 'dist',
  },
  include: ['*/**/*.ts'],
  exclude: ['dist', 'node_modules'],
};

/** Compiles all clients and consumers of the workshop; JavaScript is written for all of it. */
export async function compileTypeScript({ node }: Workshop): Promise<Complaints> {
  for (const name of ['@prisma/adapter-pg', '@prisma/client', '@types/node', '@types/pg', 'pg']) {
    const link = join(node, 'node_modules', name);
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(folder(name), link, 'junction');
  }
  writeFileSync(join(node, 'package.json'), JSON.stringify({ type: 'commonjs' }));
  writeFileSync(join(node, 'tsconfig.json'), JSON.stringify(tsconfig));
  const tsc = join(folder('typescript'), 'bin', 'tsc');
  const output = await outputOf(process.execPath, [tsc, '--pretty', 'false'], node);
  return complaints(output, /^(?<file>[^\s(][^(]*)\(\d+,\d+\): error (?<text>.*)$/gm);
}

/** How many consumers mypy looks at together: with all clients at once it takes seven gigabytes. */
const TOGETHER = 80;

/** Checks the consumers with mypy, strictly. */
export async function checkPython({ python }: Workshop, interpreter: string): Promise<Complaints> {
  const consumers = readdirSync(python)
    .filter((file) => file.endsWith('.py'))
    .toSorted();
  const found = new Map<string, string>();
  for (let start = 0; start < consumers.length; start += TOGETHER) {
    const output = await outputOf(
      interpreter,
      [
        ...['-m', 'mypy', '--strict', '--no-error-summary', '--hide-error-context'],
        ...consumers.slice(start, start + TOGETHER),
      ],
      python,
    );
    const ofThese = complaints(output, /^(?<file>[^:\n]+):\d+: error: (?<text>.*)$/gm);
    for (const [file, complaint] of ofThese) found.set(file, complaint);
  }
  return found;
}

async function outputOf(program: string, args: readonly string[], cwd: string): Promise<string> {
  const child = spawn(program, args, { cwd, stdio: ['ignore', 'pipe', 'inherit'] });
  return await text(child.stdout);
}

function complaints(output: string, line: RegExp): Complaints {
  const found = new Map<string, string>();
  for (const { groups } of output.matchAll(line)) {
    const { file = '', text: complaint = '' } = groups ?? {};
    if (!found.has(file)) found.set(file, complaint);
  }
  return found;
}
