import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createTestDatabase, type TestDatabase } from '@schema-service/local-postgres';
import { parseSchema, schemaSql } from '@schema-service/schema-model';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { expectOutcomes } from '../src/expect-outcomes.ts';
import { type PythonProject, preparePythonProject } from '../src/python-project.ts';
import { isPython } from '../src/python-snippets.ts';
import { type Snippet, snippetsOf } from '../src/snippets.ts';

const execute = promisify(execFile);
const docs = join(import.meta.dirname, '../../../docs');
const PYTHON = process.env.TEST_PYTHON;

const readSnippets = (page: string): readonly Snippet[] =>
  snippetsOf(readFileSync(join(docs, page), 'utf8'));

/** The schema that the pages' snippets are of, and the rows that they find. */
const schema = readSnippets('python.md').find(({ language }) => language === 'prisma')?.code ?? '';

const PAGES: readonly string[] = ['python.md', 'from-prisma-client-py.md'];

describe.skipIf(!PYTHON)('the pages of the Python client', () => {
  let project: PythonProject;
  let database: TestDatabase;

  beforeAll(async () => {
    database = await createTestDatabase();
    const content = `datasource db {\n  provider = "postgresql"\n}\n\n${schema}`;
    const model = parseSchema([{ path: 'schema.prisma', content }]);
    const client = new pg.Client({ connectionString: database.connectionString });
    await client.connect();
    await client.query((await schemaSql(null, model)).join('\n'));
    await client.end();
    project = await preparePythonProject(PYTHON ?? '', model, '2.0.0');
  });

  afterAll(async () => {
    await database[Symbol.asyncDispose]();
    project.dispose();
  });

  test.each(PAGES)('docs/%s says what happens', async (page) => {
    const files = project.write(page, readSnippets(page).filter(isPython));
    expect(files.length).toBeGreaterThan(0);
    expect.soft(await project.check(files)).toBe('');
    const { connectionString } = database;
    const seed = join(import.meta.dirname, 'python-seed.sql');
    expectOutcomes(files, await project.run(files, { connectionString, seed }));
  });

  test('the codemod makes of Prisma Client Python what docs/from-prisma-client-py.md says', async () => {
    const snippets = readSnippets('from-prisma-client-py.md');
    const [before, after] = ['before', 'after'].map(
      (word) => snippets.find(({ words }) => words.includes(word))?.code ?? '',
    );
    const file = join(project.folder, 'service.py');
    writeFileSync(file, `${before}\n`);
    const command = ['-m', 'org_db_client.from_prisma'];
    const options = { env: { ...process.env, PYTHONPATH: join(project.folder, 'client') } };
    const shown = await execute(PYTHON ?? '', [...command, '--diff', file], options);
    expect(shown.stdout).toContain('+from org_db_client import AsyncClient');
    expect(readFileSync(file, 'utf8')).toBe(`${before}\n`);
    await execute(PYTHON ?? '', [...command, file], options);
    expect(readFileSync(file, 'utf8')).toBe(`${after}\n`);
    const again = await execute(PYTHON ?? '', [...command, file], options);
    expect(again.stderr).toContain('0 files changed');
  });
});
