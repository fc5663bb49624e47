import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { codegenTargets, packageNames, writePackage } from '@schema-service/codegen';
import type { SchemaModel } from '@schema-service/schema-model';
import { pythonModuleOf } from './python-snippets.ts';
import type { Outcome, Snippet } from './snippets.ts';

/** A page's block as a module of Python. */
export interface PythonFile {
  readonly file: string;
  readonly snippet: Snippet;
}

/** A folder with the Python client of a schema in `client/`. */
export interface PythonProject {
  readonly folder: string;
  readonly write: (page: string, snippets: readonly Snippet[]) => readonly PythonFile[];
  /** What mypy says, strictly. */
  readonly check: (files: readonly PythonFile[]) => Promise<string>;
  /** Runs the modules one by one, each on a database as the seed makes it. */
  readonly run: (
    files: readonly PythonFile[],
    database: { readonly connectionString: string; readonly seed: string },
  ) => Promise<readonly Outcome[]>;
  readonly dispose: () => void;
}

export async function preparePythonProject(
  python: string,
  model: SchemaModel,
  version: string,
): Promise<PythonProject> {
  const folder = mkdtempSync(join(tmpdir(), 'python-examples-'));
  const client = join(folder, 'client');
  const names = packageNames({ scope: '@org', name: 'db' });
  await writePackage(await codegenTargets.python.generate(model, { version, names }), client);
  const run = (args: readonly string[], env: NodeJS.ProcessEnv = {}) =>
    promisify(execFile)(python, [...args], {
      cwd: folder,
      env: { ...process.env, PYTHONPATH: client, MYPYPATH: client, ...env },
      maxBuffer: 2 ** 26,
    });
  return {
    folder,
    write: (page, snippets) =>
      snippets.map((snippet) => {
        const file = `${page.replace(/\W/g, '_')}_${snippet.line}.py`;
        writeFileSync(join(folder, file), pythonModuleOf(snippet));
        return { file, snippet };
      }),
    check: (files) =>
      run([
        ...['-m', 'mypy', '--strict', '--no-error-summary'],
        ...files.map(({ file }) => file),
      ]).then(
        ({ stdout }) => stdout,
        ({ stdout, stderr }) => `${stdout}${stderr}`,
      ),
    run: async (files, { connectionString, seed }) => {
      const program = join(import.meta.dirname, 'run_snippets.py');
      const args = [program, seed, ...files.map(({ file }) => file)];
      return JSON.parse((await run(args, { DATABASE_URL: connectionString })).stdout);
    },
    dispose: () => rmSync(folder, { recursive: true, force: true }),
  };
}
