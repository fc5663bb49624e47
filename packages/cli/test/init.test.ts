import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { jsonOf } from './run-cli.ts';
import { runInProcess } from './run-in-process.ts';
import { temporaryRepository } from './temporary-repository.ts';

const server = ['--server', process.env.TEST_DATABASE_URL ?? ''];

const project = {
  'package.json': '{ "name": "@acme/shop" }\n',
  'prisma/schema.prisma':
    'generator client {\n  provider = "prisma-client-js"\n}\n\ndatasource db {\n  provider = "postgresql"\n  url      = env("DATABASE_URL")\n}\n\nmodel Item {\n  id    Int     @id @default(autoincrement())\n  title String\n  note  String?\n}\n',
  'prisma/migrations/20240101000000_init/migration.sql':
    'CREATE TABLE "Item" ("id" SERIAL NOT NULL, "title" TEXT NOT NULL, CONSTRAINT "Item_pkey" PRIMARY KEY ("id"));\n',
  'prisma/migrations/20240201000000_add_note/migration.sql':
    'ALTER TABLE "Item" ADD COLUMN "note" TEXT;\n',
  'prisma/migrations/migration_lock.toml': 'provider = "postgresql"\n',
};

test('a Prisma project becomes the release 1.0.0, and its own files stay as they are', async () => {
  using folder = temporaryRepository(project, { config: false });
  const run = await runInProcess(folder.path, ['init', '--yes', '--json', ...server]);
  expect(run).toMatchObject({ code: 0, stderr: '' });
  expect(jsonOf(run)).toMatchObject({
    kind: 'repositoryCreated',
    scope: '@acme',
    name: 'db',
    adopted: join(folder.path, 'prisma/schema.prisma'),
    left: ['package.json'],
  });
  for (const [file, content] of Object.entries(project)) expect(folder.read(file)).toBe(content);
  expect(readdirSync(join(folder.path, 'migrations/1.0.0')).toSorted()).toEqual([
    '001_init',
    '002_add_note',
    'structure.json',
  ]);
  expect(await runInProcess(folder.path, ['validate'])).toMatchObject({ code: 0 });
  expect(await runInProcess(folder.path, ['check', ...server])).toMatchObject({
    code: 0,
    stdout: '',
  });
});

const generators = `generator client {
  provider = "prisma-client-js"
}
generator zod {
  provider = "zod-prisma-types"
  output   = "./zod"
}
generator db {
  provider = "prisma-kysely"
}
generator json {
  provider = "prisma-json-types-generator"
}
generator own {
  provider = "node ./own.js"
}
`;

test('the summary names the generators of the project, and how to baseline its databases', async () => {
  using folder = temporaryRepository(
    {
      ...project,
      'prisma/schema.prisma': project['prisma/schema.prisma'].replace(
        /^generator[^}]*\}\n/,
        generators,
      ),
    },
    { config: false },
  );
  const run = await runInProcess(folder.path, ['init', '--yes', ...server]);
  expect(run, run.stderr).toMatchObject({ code: 0 });
  expect(run.stderr).toMatch(/client +prisma-client-js +@acme\/db-client-node/);
  expect(run.stderr).toMatch(/zod +zod-prisma-types +nothing .*@acme\/db-types/);
  expect(run.stderr).toMatch(/db +prisma-kysely +@acme\/db-types/);
  expect(run.stderr).toMatch(/json +prisma-json-types-generator +nothing/);
  expect(run.stderr).toMatch(/own +node \.\/own\.js +nothing/);
  expect(run.stderr).toContain('schema-migrator baseline --to 1.0.0 --database-url ');
  expect(run.stderr).toContain('schema-migrator baseline --to 1.0.0 --all\n');
});

const [, base = '', model = ''] =
  /^([\s\S]*?)(model [\s\S]*)$/.exec(project['prisma/schema.prisma']) ?? [];
const migration = { 'migration_lock.toml': 'provider = "postgresql"\n' };
const history = (folder: string): Readonly<Record<string, string>> => ({
  ...Object.fromEntries(
    Object.entries(migration).map(([name, text]) => [`${folder}/${name}`, text]),
  ),
  [`${folder}/1_init/migration.sql`]:
    'CREATE TABLE "Item" ("id" SERIAL NOT NULL, "title" TEXT NOT NULL, "note" TEXT, CONSTRAINT "Item_pkey" PRIMARY KEY ("id"));\n',
});

test.each<[string, Readonly<Record<string, string>>, string, readonly string[]]>([
  [
    'a folder of files',
    { 'p/schema.prisma': base, 'p/models/item.prisma': model, ...history('p/migrations') },
    'p/',
    ['models/item.prisma', 'schema.prisma'],
  ],
  [
    'a root with a schema of several files in prisma/',
    { 'prisma/schema.prisma': base, 'prisma/item.prisma': model, ...history('prisma/migrations') },
    '.',
    ['item.prisma', 'schema.prisma'],
  ],
  [
    'a configuration',
    {
      'prisma.config.ts': `import path from 'node:path';
// schema: 'other'
export default defineConfig({
  schema: './db/models',
  migrations: { seed: 'tsx seed.ts', path: "db/history" },
});\n`,
      'db/models/main.prisma': base + model,
      ...history('db/history'),
    },
    '.',
    ['main.prisma'],
  ],
  [
    'a configuration by its name',
    {
      'app/prisma.config.mts': `export default { schema: path.join(import.meta.dirname, "db", "schema.prisma") };\n`,
      'app/db/schema.prisma': base + model,
      ...history('app/db/migrations'),
    },
    'app/prisma.config.mts',
    ['schema.prisma'],
  ],
  [
    'a place that package.json names',
    {
      'app/package.json': '{ "name": "app", "prisma": { "schema": "db/main.prisma" } }',
      'app/db/main.prisma': base + model,
      ...history('app/db/migrations'),
    },
    'app',
    ['schema.prisma'],
  ],
])('a project is found: %s', async (_name, files, from, written) => {
  using folder = temporaryRepository(files, { config: false });
  const run = await runInProcess(folder.path, [
    ...['init', 'new', '--from', from, '--yes', '--scope', '@acme', ...server],
  ]);
  expect(run, run.stderr).toMatchObject({ code: 0 });
  expect(
    readdirSync(join(folder.path, 'new/schema'), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.prisma') && !file.startsWith('versions'))
      .toSorted(),
  ).toEqual(written);
  expect(readdirSync(join(folder.path, 'new/migrations/1.0.0'))).toContain('001_init');
});

test('a client that the project cannot have is told before anything is made, with two ways out', async () => {
  using folder = temporaryRepository(
    {
      ...project,
      'prisma/schema.prisma': `${project['prisma/schema.prisma']}
model Note {
  id        Int @id
  createdAt Int
  /// @python.name id
  created_at Int
}
`,
      'prisma/migrations/20240301000000_note/migration.sql':
        'CREATE TABLE "Note" ("id" INTEGER NOT NULL, "createdAt" INTEGER NOT NULL, "created_at" INTEGER NOT NULL, CONSTRAINT "Note_pkey" PRIMARY KEY ("id"));\n',
    },
    { config: false },
  );
  const refused = await runInProcess(folder.path, ['init', '--yes', ...server]);
  expect(refused).toMatchObject({ code: 1, stdout: '' });
  expect(refused.stderr).toContain('@python.name of created_at has id, which is the name of id');
  expect(refused.stderr).toContain('schemactl init --clients node,types');
  expect(existsSync(join(folder.path, 'schema.config.json'))).toBe(false);

  const chosen = ['init', '--yes', '--clients', 'node,types', ...server];
  expect(await runInProcess(folder.path, chosen)).toMatchObject({ code: 0 });
  expect(JSON.parse(folder.read('schema.config.json'))).toMatchObject({
    clients: { node: true, types: true, python: false },
  });
  expect(readdirSync(join(folder.path, 'packages')).toSorted()).toEqual([
    'db-client',
    'db-client-node',
    'db-migrations',
    'db-types',
  ]);
  expect(await runInProcess(folder.path, ['check', ...server])).toMatchObject({
    code: 0,
    stdout: '',
  });
  const unknown = await runInProcess(folder.path, ['init', 'x', '--yes', '--clients', 'node,ruby']);
  expect(unknown.code).toBe(2);
});

test('a project without migrations gets its first one', async () => {
  using folder = temporaryRepository({ 'prisma/schema.prisma': base + model }, { config: false });
  const run = await runInProcess(folder.path, ['init', '--yes', '--scope', '@acme', ...server]);
  expect(run, run.stderr).toMatchObject({ code: 0 });
  expect(run.stderr).toContain('No migrations of Prisma were found');
  expect(folder.read('migrations/1.0.0/001_init/up.sql')).toContain('CREATE TABLE "Item"');
  expect(await runInProcess(folder.path, ['check', ...server])).toMatchObject({
    code: 0,
    stdout: '',
  });
});

test('what was accepted may stay, what is gone is told, and a new difference fails', async () => {
  using folder = temporaryRepository(
    {
      'old/schema.prisma': `${base}model Item {\n  id Int @id @default(autoincrement())\n  title String\n\n  @@index([title])\n}\n`,
      ...history('old/migrations'),
    },
    { config: false },
  );
  const init = ['init', '--from', 'old', '--yes', '--scope', '@acme', ...server];
  const refused = await runInProcess(folder.path, init);
  expect(refused).toMatchObject({ code: 1, stdout: '' });
  expect(refused.stderr).toMatch(
    /2 differences\.\n\nwhat +name +the schema says +databases have\n/,
  );
  expect(refused.stderr).toMatch(/column +public\."Item"\.note +nothing +text\n/);
  expect(refused.stderr).toMatch(/index +public\."Item_title_idx" +btree \(title\) +nothing\n/);
  expect(readdirSync(folder.path)).toEqual(['old']);
  const adopted = await runInProcess(folder.path, [...init, '--accept-differences']);
  expect(adopted, adopted.stderr).toMatchObject({ code: 0 });
  const file = 'migrations/accepted-differences.json';
  expect(JSON.parse(folder.read(file)).differences).toEqual([
    {
      ...{ kind: 'missing', object: 'index', name: 'public."Item_title_idx"' },
      table: 'public."Item"',
      schema: 'CREATE INDEX "Item_title_idx" ON public."Item" USING btree (title)',
      database: null,
      reason: expect.stringMatching(/./),
    },
    {
      ...{ kind: 'unexpected', object: 'column', name: 'public."Item".note' },
      table: 'public."Item"',
      schema: null,
      database: 'text',
      reason: expect.stringMatching(/./),
    },
  ]);

  // The schema comes to know the column: nothing is to be done, and the entry is of no use any more.
  folder.write(
    'schema/schema.prisma',
    folder.read('schema/schema.prisma').replace('title String', 'title String\n  note String?'),
  );
  const changed = await runInProcess(folder.path, ['change', 'know_note', ...server]);
  expect(changed, changed.stderr).toMatchObject({ code: 0 });
  expect(readdirSync(join(folder.path, 'migrations'))).not.toContain('1.1.0');
  folder.write(
    'schema/schema.prisma',
    folder.read('schema/schema.prisma').replace('note String?', 'note String?\n  more Int?'),
  );
  await runInProcess(folder.path, ['change', 'add_more', ...server]);
  const tried = await runInProcess(folder.path, ['migration', 'test', ...server]);
  expect(tried, tried.stderr).toMatchObject({ code: 0 });
  expect(tried.stdout).toContain('Accepted in accepted-differences.json: 1.');
  expect(tried.stdout).toContain('is gone: column public."Item".note. Take it out');

  folder.write('migrations/1.1.0/002_add_more/up.sql', 'ALTER TABLE "Item" ADD "more" BIGINT;\n');
  const failing = await runInProcess(folder.path, ['check', ...server]);
  expect(failing.code).toBe(1);
  expect(failing.stdout).toContain('column public."Item".more: type expected integer, is bigint');
  expect(failing.stdout).not.toContain('Item_title_idx');

  folder.write(file, '{"differences": [{}]}');
  const broken = await runInProcess(folder.path, ['check', ...server]);
  expect(broken.code).toBe(1);
  expect(broken.stderr).toContain('error ACCEPTED_DIFFERENCES_INVALID');
});

test('a migration that does not run on an empty database is told, with what helps', async () => {
  using folder = temporaryRepository(
    {
      ...project,
      'prisma/migrations/20240201000000_add_note/migration.sql':
        'CREATE EXTENSION no_such_extension;\n',
    },
    { config: false },
  );
  const run = await runInProcess(folder.path, ['init', '--yes', ...server]);
  expect(run).toMatchObject({ code: 1, stdout: '' });
  expect(run.stderr).toContain('error ADOPTION_MIGRATION_FAILED');
  expect(run.stderr).toMatch(/fix: .*--server postgresql:/);
  expect(readdirSync(folder.path).toSorted()).toEqual(['package.json', 'prisma']);
});

test('a repository from nothing installs with npm and pnpm, and has what CI and changesets need', async () => {
  using folder = temporaryRepository({}, { config: false });
  const run = await runInProcess(folder.path, ['init', '--scope', '@acme', '--name', 'crm']);
  expect(run).toMatchObject({ code: 0 });
  expect(run.stderr).toContain('npm install');
  const written = (path: string): Record<string, unknown> => JSON.parse(folder.read(path));
  const packages = [
    'crm-client',
    'crm-client-node',
    'crm-client-python',
    'crm-migrations',
    'crm-types',
  ];
  expect(readdirSync(join(folder.path, 'packages')).toSorted()).toEqual(packages);
  expect(written('.changeset/config.json')).toMatchObject({
    fixed: [packages.map((name) => `@acme/${name}`)],
    privatePackages: { version: true },
  });
  expect(written('packages/crm-client-python/package.json')).toMatchObject({ private: true });
  const { workspaces, allowScripts, devDependencies } = written('package.json');
  expect(workspaces).toEqual(['packages/*']);
  expect(devDependencies).toMatchObject({
    '@schema-service/cli': expect.stringMatching(/^\^\d+\.\d+\.\d+$/),
  });
  for (const name of Object.keys(allowScripts as object)) {
    expect(folder.read('pnpm-workspace.yaml')).toContain(`'${name}': true`);
  }
  expect(folder.read('.github/workflows/pull-request.yml')).toContain('npm run check');
});

test('migrations that do not make the schema: nothing is written', async () => {
  using folder = temporaryRepository(
    {
      ...project,
      'prisma/migrations/20240201000000_add_note/migration.sql': 'SELECT 1;\n',
    },
    { config: false },
  );
  const run = await runInProcess(folder.path, ['init', '--yes', ...server]);
  expect(run).toMatchObject({ code: 1, stdout: '' });
  expect(run.stderr).toContain('error ADOPTION_MISMATCH');
  expect(run.stderr).toContain('note');
  expect(readdirSync(folder.path).toSorted()).toEqual(['package.json', 'prisma']);
});

test('what is there is not overwritten, and nobody is asked without a terminal', async () => {
  using folder = temporaryRepository({ 'schema/schema.prisma': 'mine' }, { config: false });
  const taken = await runInProcess(folder.path, ['init', '--yes']);
  expect(taken).toMatchObject({ code: 1, stdout: '' });
  expect(taken.stderr).toContain('error REPOSITORY_NOT_EMPTY');
  expect(folder.read('schema/schema.prisma')).toBe('mine');
  expect(readdirSync(folder.path)).toEqual(['schema']);

  const silent = await runInProcess(folder.path, ['init', 'new']);
  expect(silent).toMatchObject({ code: 2, stdout: '' });
  expect(silent.stderr).toContain('Nobody is there to ask for --scope.');
  const dirty = await runInProcess(folder.path, [
    'init',
    'new',
    '--scope',
    'Acme Inc',
    '--name',
    'db',
  ]);
  expect(dirty).toMatchObject({ code: 2, stdout: '' });
  expect(dirty.stderr).toContain('--scope Acme Inc: A scope is @');
  expect(existsSync(join(folder.path, 'new'))).toBe(false);
});
