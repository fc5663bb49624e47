import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';

const require = createRequire(import.meta.url);

export interface TypeScriptResult {
  readonly exitCode: number | null;
  /** Its diagnostics. */
  readonly output: string;
}

/** Runs the `tsc` of the `typescript` package on a folder's tsconfig.json. TypeScript 7 has no stable API, but a command. */
export async function runTypeScript(directory: string): Promise<TypeScriptResult> {
  const compiler = join(dirname(typeScriptManifest()), 'bin', 'tsc');
  const child = spawn(process.execPath, [compiler, '--pretty', 'false'], {
    cwd: directory,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const closed = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  const output = await text(child.stdout);
  return { exitCode: await closed, output };
}

/** The package.json of the compiler. */
export function typeScriptManifest(): string {
  return require.resolve('typescript/package.json');
}

/** The folder of a package that this one depends on, whatever its `exports` hide. */
export function resolvePackageFolder(name: string): string {
  const folders = require.resolve.paths(name) ?? [];
  const folder = folders
    .map((parent) => join(parent, name))
    .find((candidate) => existsSync(join(candidate, 'package.json')));
  if (folder === undefined) throw new Error(`${name} is not installed`);
  return folder;
}
