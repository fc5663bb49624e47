import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createTestDatabase, type TestDatabase } from '@schema-service/local-postgres';
import { up } from '@schema-service/migrator';
import { parseSchema, type SchemaModel } from '@schema-service/schema-model';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { expectOutcomes } from '../src/expect-outcomes.ts';
import { type NodeProject, prepareNodeProject } from '../src/node-project.ts';
import { nodeModulesOf } from '../src/node-snippets.ts';
import { type PythonProject, preparePythonProject } from '../src/python-project.ts';
import { isPython } from '../src/python-snippets.ts';
import { type Snippet, snippetsOf } from '../src/snippets.ts';

const root = join(import.meta.dirname, '../../..');
const PYTHON = process.env.TEST_PYTHON;
const VERSION = '2.0.0';

/** Those of services, which read a database at this version. */
const OURS: readonly string[] = ['README.md', ...globSync('apps/*/README.md', { cwd: root })];

const snippetsIn = (path: string): readonly Snippet[] => snippetsOf(readFileSync(path, 'utf8'));

/** The rows that they find: none. */
const seedIn = (folder: string): string => {
  const seed = join(folder, 'seed.sql');
  writeFileSync(seed, 'SELECT 1');
  return seed;
};

describe('the READMEs say what happens', () => {
  let model: SchemaModel;
  let database: TestDatabase;
  let project: NodeProject;

  beforeAll(async () => {
    const path = join(root, 'schema/versions', VERSION, 'schema.prisma');
    model = parseSchema([{ path, content: readFileSync(path, 'utf8') }]);
    database = await createTestDatabase();
    const connection = database.connectionString;
    await up({ connection, migrations: join(root, 'migrations'), to: VERSION });
    project = await prepareNodeProject(model, VERSION);
  });

  afterAll(async () => {
    project?.dispose();
    await database?.[Symbol.asyncDispose]();
  });

  test('of the npm packages, and ours of Node', async () => {
    const packages = ['db-client', 'db-client-node', 'db-types'].map((name) => ({
      page: name,
      path: join(project.folder, 'node_modules/@org', name, 'README.md'),
    }));
    const ours = OURS.map((page) => ({ page, path: join(root, page) }));
    const modules = [...packages, ...ours].flatMap(({ page, path }) =>
      nodeModulesOf(page, snippetsIn(path)),
    );
    // One at least of each package, and of the front page.
    const pages = modules.map(({ file }) => file.replace(/_\d+\.\w+$/, ''));
    expect(new Set(pages)).toEqual(
      new Set(['db_client', 'db_client_node', 'db_types', 'README_md']),
    );
    expect.soft(await project.check(modules)).toBe('');
    const { connectionString } = database;
    const seed = seedIn(project.folder);
    expectOutcomes(modules, await project.run(modules, { connectionString, seed }));
  });

  test("Kysely's queries of the example compile and run", async () => {
    const snippet = snippetsOf(readFileSync(join(import.meta.dirname, 'kysely.md'), 'utf8'));
    const modules = nodeModulesOf('kysely', snippet);
    expect.soft(await project.check(modules)).toBe('');
    const { connectionString } = database;
    const seed = seedIn(project.folder);
    expectOutcomes(modules, await project.run(modules, { connectionString, seed }));
  });

  test.skipIf(!PYTHON)('of the wheel, and ours of Python', async () => {
    const python: PythonProject = await preparePythonProject(PYTHON ?? '', model, VERSION);
    try {
      const wheel = { page: 'wheel', path: join(python.folder, 'client/README.md') };
      const ours = OURS.map((page) => ({ page, path: join(root, page) }));
      const files = [wheel, ...ours].flatMap(({ page, path }) =>
        python.write(page, snippetsIn(path).filter(isPython)),
      );
      expect(files).toHaveLength(2);
      expect.soft(await python.check(files)).toBe('');
      const { connectionString } = database;
      const seed = seedIn(python.folder);
      expectOutcomes(files, await python.run(files, { connectionString, seed }));
    } finally {
      python.dispose();
    }
  });

  test.each(OURS)('%s shows JSON that is JSON', (page) => {
    for (const { language, code } of snippetsIn(join(root, page))) {
      if (language === 'json') expect(() => JSON.parse(code), code).not.toThrow();
    }
  });
});
