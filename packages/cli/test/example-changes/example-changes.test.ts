import { cpSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ChangeId, changeIds, diff } from '@schema-service/schema-diff';
import { loadSchemaSources, parseSchema, type SchemaModel } from '@schema-service/schema-model';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { exampleRepository } from '../released-repository.ts';
import { jsonOf } from '../run-cli.ts';
import { runInProcess } from '../run-in-process.ts';
import { type TemporaryRepository, temporaryRepository } from '../temporary-repository.ts';
import { EXAMPLE_CHANGES, type ExampleChange } from './example-changes.ts';
import { LIBRARY, LIBRARY_CHANGES } from './library-changes.ts';

const server = ['--server', process.env.TEST_DATABASE_URL ?? ''];
const CHANGES = { ...EXAMPLE_CHANGES, ...LIBRARY_CHANGES };

/** Those that say something about rows, or meet what only PostgreSQL knows: the others are for `pnpm test:changes`. */
const TELLING = [
  'add required field',
  'add enum value',
  'default that PostgreSQL spells otherwise',
  'rename view',
];

const isWhole = process.env.EXAMPLE_CHANGES === 'all';
const names = isWhole ? Object.keys(CHANGES) : TELLING;

let library: TemporaryRepository;
beforeAll(async () => {
  library = temporaryRepository(LIBRARY, { config: false });
  if (!isWhole) return;
  const init = await runInProcess(library.path, [
    'init',
    '--scope',
    '@acme',
    '--name',
    'db',
    ...server,
  ]);
  expect(init.code, init.stderr).toBe(0);
});
afterAll(() => library[Symbol.dispose]());

function repositoryFor(name: string): TemporaryRepository {
  if (!(name in LIBRARY_CHANGES)) return exampleRepository();
  const copy = temporaryRepository({}, { config: false });
  cpSync(library.path, copy.path, { recursive: true });
  return copy;
}

function edit(repository: TemporaryRepository, folder: string, change: ExampleChange): void {
  for (const { file, replace, by } of [change, ...(change.also ?? [])]) {
    const path = `${folder}/${file}.prisma`;
    const before = repository.read(path);
    const after = before.replace(replace, by);
    expect(after, `${file}: ${replace}`).not.toBe(before);
    repository.write(path, after);
  }
}

/** What a person does with the drafts: writes the queries of views, and takes the decisions as they stand. */
function decide(repository: TemporaryRepository, { views }: ExampleChange): void {
  const folder = join(repository.path, 'migrations');
  for (const entry of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (!entry.endsWith('.sql')) continue;
    const sql = readFileSync(join(folder, entry), 'utf8');
    const decided = sql
      .replace(/^-- TODO: (create|drop) the view .*$/gm, (line, word: 'create' | 'drop') =>
        views === undefined ? line : views[word],
      )
      .replace(/^-- TODO: decide on .*\n/gm, '');
    if (decided !== sql) repository.write(`migrations/${entry}`, decided);
  }
}

test.each(names)('%s goes through schemactl change, and check', async (name) => {
  const change = CHANGES[name] ?? expect.fail(name);
  using repository = repositoryFor(name);
  edit(repository, 'schema', change);
  const run = (...args: readonly string[]) => runInProcess(repository.path, args);
  const earlier = new Set(changesetsOf(repository));

  const first = await run('change', 'example', '--no-renames', ...server);
  if (change.views === undefined) expect(first.code, first.stderr).toBe(0);
  decide(repository, change);

  // What is written is all there is to do.
  const again = await run('change', 'again', '--no-renames', ...server);
  expect(again.code, again.stderr).toBe(0);
  expect(again.stdout).not.toContain('migrations/');
  if (change.views === undefined) expect(again.stdout).toBe('');
  const [changeset, ...others] = changesetsOf(repository).filter((file) => !earlier.has(file));
  expect(repository.read(`.changeset/${changeset}`)).toContain(`: ${change.bump}\n`);
  expect(others).toEqual([]);

  // Nobody has to explain what the tool wrote.
  const check = await run('check', '--json', ...server);
  expect(jsonOf(check), check.stderr).toMatchObject({ findings: [] });
});

const changesetsOf = ({ path }: TemporaryRepository): readonly string[] => {
  try {
    return readdirSync(join(path, '.changeset')).filter((file) => file.endsWith('.md'));
  } catch {
    return [];
  }
};

test('the changes are of every kind', async () => {
  const missing = new Set<ChangeId>(changeIds);
  for (const [folder, changes] of [
    ['schema', EXAMPLE_CHANGES],
    ['prisma', LIBRARY_CHANGES],
  ] as const) {
    const base = (): TemporaryRepository =>
      folder === 'schema' ? exampleRepository() : temporaryRepository(LIBRARY, { config: false });
    const schemaOf = async ({ path }: TemporaryRepository): Promise<SchemaModel> =>
      parseSchema(await loadSchemaSources(join(path, folder)));
    using released = base();
    const before = await schemaOf(released);
    for (const change of Object.values(changes)) {
      using edited = base();
      edit(edited, folder, change);
      for (const { id } of diff(before, await schemaOf(edited))) missing.delete(id);
    }
  }
  expect([...missing]).toEqual([]);
});
