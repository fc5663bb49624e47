import { execFile } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { codegenTargets, packageNames, writePackage } from '@schema-service/codegen';
import { createTestDatabase, type TestDatabase } from '@schema-service/local-postgres';
import { parseSchema, schemaSql } from '@schema-service/schema-model';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isPython, pythonModuleOf } from '../src/python-snippets.ts';
import { type Outcome, printed, type Snippet, snippetsOf } from '../src/snippets.ts';

const execute = promisify(execFile);
const root = join(import.meta.dirname, '../../..');
const PYTHON = process.env.TEST_PYTHON;

const readSnippets = (page: string): readonly Snippet[] =>
  snippetsOf(readFileSync(join(root, 'docs', page), 'utf8'));
/** The schema that the pages' snippets are of, and the rows that they find. */
const schema = readSnippets('python.md').find(({ language }) => language === 'prisma')?.code ?? '';

const PAGES: readonly string[] = ['python.md', 'from-prisma-client-py.md'];

describe.skipIf(!PYTHON)('the pages of the Python client', () => {
  let folder: string;
  let database: TestDatabase;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'python-pages-'));
    database = await createTestDatabase();
    const content = `datasource db {\n  provider = "postgresql"\n}\n\n${schema}`;
    const model = parseSchema([{ path: 'schema.prisma', content }]);
    const client = new pg.Client({ connectionString: database.connectionString });
    await client.connect();
    await client.query((await schemaSql(null, model)).join('\n'));
    await client.end();
    const names = packageNames({ scope: '@org', name: 'db' });
    await writePackage(
      await codegenTargets.python.generate(model, { version: '2.0.0', names }),
      join(folder, 'client'),
    );
    copyFileSync(join(import.meta.dirname, 'python-seed.sql'), join(folder, 'seed.sql'));
  });

  afterAll(async () => {
    await database[Symbol.asyncDispose]();
    rmSync(folder, { recursive: true, force: true });
  });

  test.each(PAGES)('docs/%s says what happens', async (page) => {
    const snippets = readSnippets(page).filter(isPython);
    expect(snippets.length).toBeGreaterThan(0);
    const modules = snippets.map((snippet) => {
      const name = `${page.replace(/\W/g, '_')}_${snippet.line}.py`;
      writeFileSync(join(folder, name), pythonModuleOf(snippet));
      return name;
    });
    const options = {
      cwd: folder,
      env: {
        ...process.env,
        DATABASE_URL: database.connectionString,
        PYTHONPATH: join(folder, 'client'),
        MYPYPATH: join(folder, 'client'),
      },
      maxBuffer: 2 ** 26,
    };
    const typed = await execute(
      PYTHON ?? '',
      ['-m', 'mypy', '--strict', '--no-error-summary', ...modules],
      options,
    ).catch(({ stdout, stderr }) => ({ stdout: `${stdout}${stderr}` }));
    expect.soft(typed.stdout).toBe('');
    const program = join(import.meta.dirname, '../src/run_snippets.py');
    const { stdout } = await execute(PYTHON ?? '', [program, 'seed.sql', ...modules], options);
    const results: readonly Outcome[] = JSON.parse(stdout);
    for (const [index, snippet] of snippets.entries()) {
      const { error, printed: lines } = results[index] ?? {};
      const place = `docs/${page}:${snippet.line}\n${snippet.code}\n${error ?? ''}`;
      expect.soft(error, place).toBeNull();
      if (error === null) expect.soft(lines, place).toEqual(printed(snippet));
    }
  });

  test('the codemod makes of Prisma Client Python what docs/from-prisma-client-py.md says', async () => {
    const snippets = readSnippets('from-prisma-client-py.md');
    const [before, after] = ['before', 'after'].map(
      (word) => snippets.find(({ words }) => words.includes(word))?.code ?? '',
    );
    const file = join(folder, 'service.py');
    writeFileSync(file, `${before}\n`);
    const command = ['-m', 'org_db_client.from_prisma'];
    const options = { env: { ...process.env, PYTHONPATH: join(folder, 'client') } };
    const shown = await execute(PYTHON ?? '', [...command, '--diff', file], options);
    expect(shown.stdout).toContain('+from org_db_client import AsyncClient');
    expect(readFileSync(file, 'utf8')).toBe(`${before}\n`);
    await execute(PYTHON ?? '', [...command, file], options);
    expect(readFileSync(file, 'utf8')).toBe(`${after}\n`);
    const again = await execute(PYTHON ?? '', [...command, file], options);
    expect(again.stderr).toContain('0 files changed');
  });
});
