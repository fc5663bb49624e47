import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createTestDatabase, type TestDatabase } from '@schema-service/local-postgres';
import { parseSchema, schemaSql } from '@schema-service/schema-model';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { expectOutcomes } from '../src/expect-outcomes.ts';
import { type NodeProject, prepareNodeProject } from '../src/node-project.ts';
import { nodeModulesOf } from '../src/node-snippets.ts';
import { type Snippet, snippetsOf } from '../src/snippets.ts';

const docs = join(import.meta.dirname, '../../../docs');
const readSnippets = (page: string): readonly Snippet[] =>
  snippetsOf(readFileSync(join(docs, page), 'utf8'));

/** The schema that the pages' snippets are of. */
const schema = readSnippets('node.md').find(({ language }) => language === 'prisma')?.code ?? '';

describe('the pages of the Node client and the types', () => {
  let project: NodeProject;
  let database: TestDatabase;

  beforeAll(async () => {
    const content = `datasource db {\n  provider = "postgresql"\n}\n\n${schema}`;
    const model = parseSchema([{ path: 'schema.prisma', content }]);
    database = await createTestDatabase();
    const client = new pg.Client({ connectionString: database.connectionString });
    await client.connect();
    await client.query((await schemaSql(null, model)).join('\n'));
    await client.end();
    project = await prepareNodeProject(model, '2.0.0');
  });

  afterAll(async () => {
    project?.dispose();
    await database?.[Symbol.asyncDispose]();
  });

  test('say what happens', async () => {
    const modules = ['node.md', 'types.md'].flatMap((page) =>
      nodeModulesOf(page, readSnippets(page)),
    );
    expect(modules.length).toBeGreaterThan(15);
    expect.soft(await project.check(modules)).toBe('');
    const run = modules.filter(({ isRun }) => isRun);
    const { connectionString } = database;
    const seed = join(import.meta.dirname, 'node-seed.sql');
    expectOutcomes(run, await project.run(run, { connectionString, seed }));
  });
});
