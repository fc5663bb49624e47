import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { type RunResult, run } from '../run.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { generatePython, HERE, PYTHON, writeFiles } from './generated.ts';

const PYRIGHT = join(
  dirname(createRequire(import.meta.url).resolve('pyright/package.json')),
  'index.js',
);

const MISTAKES = 'mistakes.py';

/** The lines of `mistakes.py` that are wrong, by the comment that says what is wrong. */
function mistakenLines(schema: string): ReadonlyMap<string, number> {
  const lines = readFileSync(join(HERE, 'consumer', schema, MISTAKES), 'utf8').split('\n');
  return new Map(
    lines.flatMap((line, index) => {
      const comment = line.split('  # ')[1];
      return comment === undefined ? [] : [[`${index + 1}: ${comment}`, index + 1] as const];
    }),
  );
}

/** What mypy knows of the run time and of what it imports, which is the same in every package. */
const knownToMypy = mkdtempSync(join(tmpdir(), 'mypy-cache-'));
afterAll(() => rmSync(knownToMypy, { recursive: true, force: true }));

/** A service beside the generated package, as a checker sees them. */
async function project(schema: string): Promise<string> {
  const folder = temporaryFolder();
  await writeFiles(await generatePython(schema), folder);
  cpSync(join(HERE, 'consumer', schema), folder, { recursive: true });
  return folder;
}

function python(folder: string, ...args: readonly string[]): Promise<RunResult> {
  return run(PYTHON ?? '', ['-m', ...args], { cwd: folder });
}

describe.skipIf(!PYTHON).each(['everything', 'relations'])(
  'the types of the Python client of the schema %s',
  (schema) => {
    test('satisfy mypy, which finds every mistake of a service that it can see', async () => {
      const folder = await project(schema);
      const result = await python(
        folder,
        ...['mypy', '--strict', '--output=json', '--cache-dir', knownToMypy, '.'],
      );
      const errors = result.stdout
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line) as { file: string; line: number; severity: string })
        .filter(({ severity }) => severity === 'error');
      expect(errors.filter(({ file }) => file !== MISTAKES)).toEqual([]);
      // mypy takes every `str` for a literal.
      const visible = [...mistakenLines(schema)].filter(
        ([mistake]) => !mistake.includes('spliced SQL'),
      );
      expect(lines(errors)).toEqual(visible.map(([, line]) => line));
    });

    test('satisfy pyright, which finds every mistake of a service', async () => {
      const folder = await project(schema);
      writeFileSync(
        join(folder, 'pyrightconfig.json'),
        JSON.stringify({ typeCheckingMode: 'strict', pythonVersion: '3.11' }),
      );
      const result = await run(
        process.execPath,
        [PYRIGHT, '--outputjson', '--pythonpath', PYTHON ?? '', '-p', folder],
        { cwd: folder },
      );
      const { generalDiagnostics } = JSON.parse(result.stdout) as {
        generalDiagnostics: { file: string; range: { start: { line: number } } }[];
      };
      const errors = generalDiagnostics.map(({ file, range }) => ({
        file: basename(file),
        line: range.start.line + 1,
      }));
      expect(errors.filter(({ file }) => file !== MISTAKES)).toEqual([]);
      expect(lines(errors)).toEqual([...mistakenLines(schema).values()]);
    });

    test('are linted and formatted', async () => {
      const folder = await project(schema);
      const linted = await python(folder, 'ruff', 'check', '--no-cache', 'org_db_client');
      expect(linted.exitCode, linted.stdout).toBe(0);
      const formatted = await python(folder, 'ruff', 'format', '--no-cache', '--diff', '.');
      expect(formatted.exitCode, formatted.stdout + formatted.stderr).toBe(0);
    });
  },
);

function lines(errors: readonly { readonly line: number }[]): readonly number[] {
  return [...new Set(errors.map(({ line }) => line))].sort((a, b) => a - b);
}
