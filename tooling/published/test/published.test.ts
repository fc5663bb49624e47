import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { createTestDatabase } from '@schema-service/local-postgres';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  emptyHome,
  type ProgramRun,
  type PublishedPackages,
  publishAll,
  type TestUser,
} from '../src/index.ts';
import { directorySize } from './directory-size.ts';

const root = join(import.meta.dirname, '..', '..', '..');
let published: PublishedPackages;
let user: TestUser;

beforeAll(async () => {
  published = await publishAll();
  user = await emptyHome(published.registry.url);
});

afterAll(async () => {
  await user?.[Symbol.asyncDispose]();
  await published?.[Symbol.asyncDispose]();
});

async function succeed(
  folder: string,
  program: string,
  ...args: readonly string[]
): Promise<ProgramRun> {
  const run = await user.run(folder, program, args);
  expect(run.code, `${[program, ...args].join(' ')}\n${run.stdout}\n${run.stderr}`).toBe(0);
  return run;
}

/** An install of a package in an empty folder, as the READMEs state its size. */
async function install(name: string): Promise<string> {
  const folder = await user.makeFolder(`install ${name.replace('/', ' ')}`);
  await succeed(folder, 'npm', 'install', name);
  return folder;
}

test.for([
  { name: '@schema-service/migrator-app', packages: 1, mib: 0.65 },
  { name: '@schema-service/migrator', packages: 21, mib: 6 },
  { name: '@schema-service/api-contract', packages: 3, mib: 8 },
  { name: '@schema-service/cli', packages: 8, mib: 125 },
])(
  '$name installs in an empty folder with $packages packages',
  async ({ name, packages, mib }, { annotate }) => {
    const start = performance.now();
    const folder = await install(name);
    const seconds = ((performance.now() - start) / 1000).toFixed(1);
    const listed = await succeed(folder, 'npm', 'ls', '--all', '--parseable');
    const installed = listed.stdout.trim().split('\n').length - 1;
    const size = (await directorySize(join(folder, 'node_modules'))) / 1024 ** 2;
    await annotate(`${installed} packages, ${size.toFixed(1)} MiB, ${seconds} s`);
    expect(installed).toBeLessThanOrEqual(packages);
    expect(size).toBeLessThanOrEqual(mib);
  },
);

test('the quick start: a repository from npx, installed, checked and released with npm', async () => {
  const folder = await user.makeFolder('crm');
  const init = await succeed(folder, 'npx', '--yes', '@schema-service/cli', 'init', '--yes');
  expect(init.stdout).toContain('schema/schema.prisma');
  expect(init.stderr).toContain('npm install');
  const installed = await succeed(folder, 'npm', 'install');
  expect(installed.stderr).not.toContain('install-scripts');
  expect((await succeed(folder, 'npx', 'schemactl', '--version')).stdout).toMatch(
    /^\d+\.\d+\.\d+\n$/,
  );
  expect((await succeed(folder, 'npm', 'run', 'check')).stderr).toContain(
    'Nothing stands in the way.',
  );
  await succeed(folder, 'npm', 'run', 'change');
  await succeed(folder, 'npm', 'run', 'version-packages');
  await succeed(folder, 'npx', 'schemactl', 'validate');
  await using database = await createTestDatabase();
  const migrate = await user.run(folder, 'npx', ['--yes', '@schema-service/migrator-app', 'up'], {
    DATABASE_URL: database.connectionString,
  });
  expect(migrate.code, migrate.stderr).toBe(0);
});

test('in a project with a package.json of its own, init prints what it needs, and that works as it is', async () => {
  const folder = await user.makeFolder('shop', {
    'package.json': '{ "name": "@acme/shop", "version": "1.0.0", "private": true }\n',
    'prisma/schema.prisma':
      'datasource db {\n  provider = "postgresql"\n}\n\nmodel Item {\n  id Int @id\n}\n',
    'prisma/migrations/1_init/migration.sql':
      'CREATE TABLE "Item" ("id" INTEGER NOT NULL, CONSTRAINT "Item_pkey" PRIMARY KEY ("id"));\n',
  });
  const init = await succeed(folder, 'npx', '--yes', '@schema-service/cli', 'init', '--yes');
  const commands = init.stderr.split('\n').filter((line) => /^ +npm /.test(line));
  expect(commands).toHaveLength(3);
  for (const command of commands) await succeed(folder, 'sh', '-c', command);
  const check = await succeed(folder, 'npm', 'run', 'check');
  expect(check.stderr).toContain('Nothing stands in the way.');
});

test('whoever only migrates installs one package', async () => {
  const folder = await install('@schema-service/migrator-app');
  expect((await succeed(folder, 'npx', 'schema-migrator', '--help')).stdout).toContain(
    'schema-migrator up',
  );
});

const consumer = `import { type MigrateOptions, type MigrationResult, up } from '@schema-service/migrator';

const options: MigrateOptions = { connection: process.env.DATABASE_URL ?? '', migrations: 'migrations' };
const { toVersion, migrations }: MigrationResult = await up(options);
console.log(toVersion, migrations.map(({ migration }) => migration).join());
`;

test('the migrator as a library: a TypeScript program compiles against it, strictly, and migrates', async () => {
  const folder = await user.makeFolder('library', {
    'package.json': '{ "private": true, "type": "module" }\n',
    'program.ts': consumer,
    'migrations/1.0.0/001_init/up.sql': 'CREATE TABLE things (id bigint PRIMARY KEY);\n',
    'migrations/1.0.0/001_init/down.sql': 'DROP TABLE things;\n',
  });
  await succeed(folder, 'npm', 'install', '@schema-service/migrator', 'typescript@7.0.2');
  const strict = ['--strict', '--module', 'nodenext', '--target', 'es2023', '--types', 'node'];
  // The declarations of the package and of all that they name are checked, too.
  await succeed(
    folder,
    'npx',
    'tsc',
    '--ignoreConfig',
    ...strict,
    '--skipLibCheck',
    'false',
    'program.ts',
  );
  await using database = await createTestDatabase();
  const run = await user.run(folder, 'node', ['program.js'], {
    DATABASE_URL: database.connectionString,
  });
  expect(run).toMatchObject({ code: 0, stdout: '1.0.0 001_init\n' });
});

test('the installed command makes the same clients, to the byte, as this repository', async () => {
  const folder = await install('@schema-service/cli');
  const installed = join(folder, 'node_modules/@schema-service/cli/dist/main.js');
  // Of the gates that a release goes through, none: this is about the bytes.
  const gates = ['history', 'lint', 'packages', 'reproducible', 'migrations', 'clients'];
  const build = ['release', 'build', '--json', ...gates.map((gate) => `--skip=${gate}`)];
  const example = async (name: string): Promise<string> => {
    const copy = await user.makeFolder(name);
    for (const part of ['schema', 'migrations', 'schema.config.json']) {
      cpSync(join(root, part), join(copy, part), { recursive: true });
    }
    return copy;
  };
  const source = [process.execPath, '--conditions=source', join(root, 'packages/cli/src/main.ts')];
  const made = await succeed(await example('made'), 'node', installed, ...build);
  const [program = '', ...args] = source;
  const expected = await succeed(await example('expected'), program, ...args, ...build);
  const files = (run: ProgramRun): readonly unknown[] => JSON.parse(run.stdout).files;
  expect(files(made).length).toBeGreaterThanOrEqual(5);
  expect(files(made)).toEqual(files(expected));
});
