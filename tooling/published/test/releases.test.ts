import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createTestDatabase, type TestDatabase } from '@schema-service/local-postgres';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  emptyHome,
  packPublicPackages,
  publishTarballs,
  startPypiserver,
  startSchemaApi,
  startVerdaccio,
  type TestApi,
  type TestIndex,
  type TestRegistry,
  type TestUser,
} from '../src/index.ts';

const python = process.env.TEST_PYTHON ?? '';
const isWholeSuite = process.env.PACKAGE_MANAGERS === 'all';

/**
 * A team that has never seen this repository: its tools come from a registry,
 * and its releases go to an npm registry, a Python index, a Schema API and a
 * folder. The tests build on each other, as its weeks do. They take minutes:
 * `pnpm test:published` runs them.
 */
describe.skipIf(!python || !isWholeSuite)('the first releases of a team', () => {
  const stack = new AsyncDisposableStack();
  let npm: TestRegistry;
  let pypi: TestIndex;
  let api: TestApi;
  let database: TestDatabase;
  let team: TestUser;
  let service: TestUser;
  let repository: string;

  beforeAll(async () => {
    npm = stack.use(await startVerdaccio());
    pypi = stack.use(await startPypiserver(python));
    api = stack.use(await startSchemaApi(pypi.indexUrl));
    database = await createTestDatabase();
    stack.defer(() => database.drop());
    team = stack.use(await emptyHome(npm.url));
    service = stack.use(await emptyHome(npm.url));
    await publishTarballs(await packPublicPackages(join(team.home, 'packed')), npm);
    const login = `registry=${npm.url}\n${npm.url.slice('http:'.length)}:_authToken=${npm.token}\n`;
    await writeFile(join(team.home, '.npmrc'), login);
    await writeFile(
      join(team.home, '.gitconfig'),
      '[user]\n  name = Ada\n  email = ada@example.org\n[init]\n  defaultBranch = main\n',
    );
  });

  afterAll(() => stack.disposeAsync());

  /** Runs a command of the team in its repository, and gives what it said. */
  async function run(command: string, code = 0): Promise<string> {
    const [program = '', ...args] = command.split(' ');
    const ended = await team.run(repository, program, args, {
      SCHEMA_API_TOKEN: api.token,
      PYPI_TOKEN: 'anything',
      STAGING_URL: database.connectionString,
    });
    const said = `${command}\n${ended.stdout}${ended.stderr}`;
    expect(`exit ${ended.code}: ${said}`).toContain(`exit ${code}:`);
    return said;
  }

  const edit = async (file: string, change: (text: string) => string): Promise<void> => {
    const path = join(repository, file);
    const before = await readFile(path, 'utf8');
    const after = change(before);
    expect(after).not.toBe(before);
    await writeFile(path, after);
  };

  const commit = async (words: string): Promise<void> => {
    await run('git add --all');
    await team.run(repository, 'git', ['commit', '--quiet', '--message', words]);
  };

  let folders = 0;

  /** What a service gets that asks npm for a range. */
  async function installedByNpm(range: string, options: readonly string[] = []): Promise<string> {
    folders += 1;
    const folder = await service.makeFolder(`npm-${folders}`, {
      'package.json': '{ "private": true, "type": "module" }\n',
    });
    const quiet = ['--no-audit', '--no-fund', '--prefer-online'];
    const asked = ['install', `@acme/db-client@${range}`, ...quiet, ...options];
    const ended = await service.run(folder, 'npm', asked);
    expect(`${ended.code} ${ended.stderr}`).toMatch(/^0 /);
    const imported = await service.run(folder, 'node', [
      '--eval',
      'import("@acme/db-client").then(({ createClient }) => console.log(typeof createClient))',
    ]);
    expect(imported.stdout.trim()).toBe('function');
    const manifest = join(folder, 'node_modules', '@acme', 'db-client', 'package.json');
    return JSON.parse(await readFile(manifest, 'utf8')).version;
  }

  /** What a service gets that asks pnpm for a range, which leaves fresh versions aside unless it is told not to. */
  async function installedByPnpm(range: string): Promise<string> {
    folders += 1;
    const folder = await service.makeFolder(`pnpm-${folders}`, {
      'package.json': '{ "private": true, "type": "module" }\n',
      'pnpm-workspace.yaml': "minimumReleaseAgeExclude: ['@acme/*']\n",
    });
    const asked = ['--yes', 'pnpm@12', 'add', `@acme/db-client@${range}`];
    const ended = await service.run(folder, 'npx', asked);
    expect(`${ended.code} ${ended.stdout}${ended.stderr}`).toMatch(/^0 /);
    const manifest = join(folder, 'node_modules', '@acme', 'db-client', 'package.json');
    return JSON.parse(await readFile(manifest, 'utf8')).version;
  }

  /** What a service gets that asks a Python installer for a range. */
  async function installedByPython(
    installer: 'pip' | 'uv',
    range: string,
    index: string,
  ): Promise<string> {
    folders += 1;
    const folder = await service.makeFolder(`${installer}-${folders}`);
    const target = join(folder, 'lib');
    const commands = {
      pip: ['-m', 'pip', 'install', '--no-cache-dir', '--target', target, '--index-url', index],
      uv: ['-m', 'uv', 'pip', 'install', '--target', target, '--default-index', index],
    };
    // Where libpq comes from is the service's choice.
    const asked = [...commands[installer], `acme-db-client${range}`, 'psycopg[binary]'];
    const ended = await service.run(folder, python, asked);
    expect(`${ended.code} ${ended.stderr}`).toMatch(/^0 /);
    const program =
      'import acme_db_client, importlib.metadata as m; print(m.version("acme-db-client"))';
    const told = await service.run(folder, python, ['-c', program], { PYTHONPATH: target });
    expect(told.stderr).toBe('');
    return told.stdout.trim();
  }

  test('init from nothing, and 1.0.0 is published everywhere', async () => {
    repository = await team.makeFolder('schema');
    await run('npx --yes @schema-service/cli init --scope @acme --name db --yes');
    await edit('schema.config.json', (text) => {
      const registries = {
        npm: { kind: 'npm', url: npm.url },
        pypi: { kind: 'pypi', uploadUrl: pypi.uploadUrl, indexUrl: pypi.indexUrl },
        api: { kind: 'schema-api', url: api.url },
        out: { kind: 'folder', path: 'published' },
      };
      return JSON.stringify({ ...JSON.parse(text), registries });
    });
    await writeFile(
      join(repository, 'migrator.config.json'),
      '{ "environments": { "staging": { "url": "env:STAGING_URL" } } }\n',
    );
    await edit('.gitignore', (text) => `${text}published/\n`);
    await run('git init --quiet');
    await run('npm install --no-audit --no-fund');
    await commit('Start');
    await run('npm run check');
    await run('npm run version-packages');
    expect(await run('npx schemactl release publish --dry-run --skip clients')).toContain(
      'to upload',
    );
    expect(await run('npx schemactl release publish', 1)).toContain('RELEASE_NOT_COMMITTED');
    await commit('Release 1.0.0');
    const said = await run('npx schemactl release publish');
    expect(said).toContain('ok     clients');
    expect(said).toContain('The git tag v1.0.0 is set');
    expect(said).toContain('npm: latest is 1.0.0 now.');
    expect(await run('npx schemactl release verify')).toMatch(
      /api: \d files as released, installed/,
    );
    await run('npx schemactl release deploy 1.0.0 --env staging');
  });

  test('an additive change becomes 1.1.0, built by one job and published by another', async () => {
    await edit('schema/schema.prisma', (text) =>
      text.replace(/( {2}name .*\n)/, '$1  /// How it is seen.\n  mood String?\n'),
    );
    expect(await run('npm run change')).toContain('minor');
    await run('npm run check');
    await run('npm run version-packages');
    await commit('Release 1.1.0');
    await run('npx schemactl release build v1.1.0 --skip clients');
    await run('npx schemactl release publish --from dist/releases --deploy staging');
  });

  test('services install it by a range, with every package manager', async () => {
    expect(await installedByNpm('^1.0.0')).toBe('1.1.0');
    expect(await installedByPnpm('^1.0.0')).toBe('1.1.0');
    expect(await installedByNpm('latest', [`--@acme:registry=${api.url}/npm/`])).toBe('1.1.0');
    expect(await installedByPython('pip', '>=1,<2', pypi.indexUrl)).toBe('1.1.0');
    expect(await installedByPython('uv', '>=1,<2', `${api.url}/pypi/simple/`)).toBe('1.1.0');
  });

  test('a breaking change whose changeset says minor is refused, and with major it is 2.0.0', async () => {
    await edit('schema/schema.prisma', (text) => text.replace(/ {2}name .*\n/, ''));
    await run('npm run change');
    const files = await run('git status --porcelain --untracked-files=all');
    const [changeset = ''] = /\.changeset\/\S+\.md/.exec(files) ?? [];
    await edit(changeset, (text) => text.replaceAll(': major', ': minor'));
    const refused = await run('npm run check', 1);
    expect(refused).toContain('BUMP_TOO_SMALL');
    expect(refused).toContain('Account.name');
    await edit(changeset, (text) => text.replaceAll(': minor', ': major'));
    await run('npm run check');
    await run('npm run version-packages');
    await commit('Release 2.0.0');
    await run('npx schemactl release publish --skip clients --deploy staging');
    expect(await installedByNpm('latest')).toBe('2.0.0');
    expect(await installedByNpm('^1.0.0')).toBe('1.1.0');
  });

  test('an environment is rolled back', async () => {
    const migrator = 'npx --yes @schema-service/migrator-app';
    await run(`${migrator} down --to 1.1.0 --env staging --yes --allow-data-loss`);
    expect(await run(`${migrator} status --env staging`, 0)).toContain('version  1.1.0');
  });

  test('a publish that was cut off half-way is run again and completes', async () => {
    await edit('schema/schema.prisma', (text) =>
      text.replace(/( {2}mood .*\n)/, '$1  motto String?\n'),
    );
    await run('npm run change');
    await run('npm run version-packages');
    await commit('Release 2.1.0');
    await run('npx schemactl release build --skip clients');
    // npm has its packages then, and nobody else.
    const noToken = await team.run(
      repository,
      'npx',
      ['schemactl', 'release', 'publish', '--from', 'dist/releases'],
      { SCHEMA_API_TOKEN: api.token },
    );
    expect(noToken.stderr).toContain('REGISTRY_LOGIN_NEEDED');
    expect(await installedByNpm('latest')).toBe('2.0.0');
    const said = await run('npx schemactl release publish --from dist/releases');
    expect(said).toMatch(/npm .*: 0 files uploaded, \d there already/);
    expect(await installedByNpm('latest')).toBe('2.1.0');
    expect(await installedByPython('pip', '', pypi.indexUrl)).toBe('2.1.0');
  });

  test('a patch of an old line is made on a branch from its tag, published, and merged', async () => {
    await run('git checkout --quiet -b maintenance/1.1 v1.1.0');
    await edit('schema/schema.prisma', (text) =>
      text.replace('@@map("accounts")', '@@index([mood])\n  @@map("accounts")'),
    );
    await run('npm run change');
    await run('npm run check');
    await run('npm run version-packages');
    await commit('Release 1.1.1');
    const said = await run('npx schemactl release publish --skip clients');
    expect(said).toContain('npm: latest-1 is 1.1.1 now.');
    expect(await installedByNpm('latest')).toBe('2.1.0');
    expect(await installedByNpm('^1.0.0')).toBe('1.1.1');
    await run('git checkout --quiet main');
    await run('git merge --quiet --strategy-option=ours --no-edit maintenance/1.1');
    // Its index comes along into the work on the next version, and needs a migration there.
    expect(await run('npm run check', 1)).toContain('MIGRATION_MISSING');
    await run('npm run change');
    await run('npm run check');
    expect(await run('npx schemactl release plan')).toMatch(/2\.1\.1[\s\S]*Account/);
  });

  test('a prerelease is next, and Python spells it in its own way', async () => {
    await run('npx changeset pre enter rc');
    await edit('schema/schema.prisma', (text) =>
      text.replace(/( {2}motto .*\n)/, '$1  color String?\n'),
    );
    await run('npm run change');
    await run('npm run version-packages');
    await commit('Release 2.2.0-rc.0');
    const said = await run('npx schemactl release publish 2.2.0-rc.0 --skip clients');
    expect(said).toContain('npm: next is 2.2.0-rc.0 now.');
    expect(await installedByNpm('latest')).toBe('2.1.0');
    expect(await installedByNpm('next')).toBe('2.2.0-rc.0');
    expect(await installedByPython('pip', '==2.2.0rc0', pypi.indexUrl)).toBe('2.2.0rc0');
    expect(await installedByPython('pip', '', `${api.url}/pypi/simple/`)).toBe('2.1.0');
  });

  test('a version is deprecated and withdrawn, and says so', async () => {
    await run('npx schemactl release deprecate 1.0.0 --message Use_1.1.0.');
    const yanked = await run('npx schemactl release yank 2.1.0 --message It_loses_rows.');
    expect(yanked).toContain('pypi: by hand:');
    expect(await run('npm view @acme/db-client@1.0.0 deprecated')).toContain('Use_1.1.0.');
    const page = await fetch(`${api.url}/pypi/simple/acme-db-client/`, {
      headers: { accept: 'application/vnd.pypi.simple.v1+json' },
    });
    const { files } = (await page.json()) as { files: { yanked: unknown }[] };
    expect(files.filter(({ yanked: reason }) => reason === 'It_loses_rows.')).toHaveLength(2);
  });

  test('a Prisma project with a history of its own is adopted, and its next version built', async () => {
    repository = await team.makeFolder('shop', {
      'prisma/schema.prisma': `generator client {
  provider = "prisma-client-js"
}

generator zod {
  provider = "zod-prisma-types"
}

datasource db {
  provider = "postgresql"
  url      = env("DATABASE_URL")
}

enum Mood {
  GOOD
  BETTER
  BEST
}

model Post {
  id    Int    @id @default(autoincrement())
  title String
  data  Json?
  mood  Mood   @default(GOOD)
  tags  Tag[]

  @@index([title])
}

model Tag {
  id    Int    @id @default(autoincrement())
  name  String @unique
  posts Post[]
}
`,
      'prisma/migrations/20220101000000_init/migration.sql': `CREATE TYPE "Mood" AS ENUM ('GOOD', 'BEST', 'WORST');
CREATE TABLE "Post" ("id" SERIAL NOT NULL, "title" TEXT NOT NULL, "data" JSON, "mood" "Mood" NOT NULL DEFAULT 'GOOD', CONSTRAINT "Post_pkey" PRIMARY KEY ("id"));
CREATE TABLE "Tag" ("id" SERIAL NOT NULL, "name" TEXT NOT NULL, CONSTRAINT "Tag_pkey" PRIMARY KEY ("id"));
CREATE TABLE "_PostToTag" ("A" INTEGER NOT NULL, "B" INTEGER NOT NULL);
CREATE UNIQUE INDEX "Tag_name_key" ON "Tag"("name");
CREATE UNIQUE INDEX "_PostToTag_AB_unique" ON "_PostToTag"("A", "B");
CREATE INDEX "_PostToTag_B_index" ON "_PostToTag"("B");
ALTER TABLE "_PostToTag" ADD CONSTRAINT "_PostToTag_A_fkey" FOREIGN KEY ("A") REFERENCES "Post"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "_PostToTag" ADD CONSTRAINT "_PostToTag_B_fkey" FOREIGN KEY ("B") REFERENCES "Tag"("id") ON DELETE CASCADE ON UPDATE CASCADE;
CREATE TABLE "Left Behind" ("id" INTEGER);
`,
      'prisma/migrations/20230101000000_Fewer Moods/migration.sql': `BEGIN;
CREATE TYPE "Mood_new" AS ENUM ('GOOD', 'BEST');
ALTER TABLE "Post" ALTER COLUMN "mood" DROP DEFAULT;
ALTER TABLE "Post" ALTER COLUMN "mood" TYPE "Mood_new" USING ("mood"::text::"Mood_new");
ALTER TYPE "Mood" RENAME TO "Mood_old";
ALTER TYPE "Mood_new" RENAME TO "Mood";
DROP TYPE "Mood_old";
ALTER TABLE "Post" ALTER COLUMN "mood" SET DEFAULT 'GOOD';
COMMIT;
`,
      'prisma/migrations/20240101000000_better/migration.sql': `ALTER TYPE "Mood" ADD VALUE 'BETTER';
CREATE INDEX "Post_title_idx" ON "Post"("title");
CREATE INDEX "post-title-lower" ON "Post" (lower("title"));
`,
    });
    await using old = await createTestDatabase();
    const init = 'npx --yes @schema-service/cli init --from prisma --scope @acme --name shop --yes';
    const refused = await run(init, 1);
    expect(refused).toContain('ADOPTION_MISMATCH');
    expect(refused).toContain('Left Behind');
    expect(refused).toMatch(/data.*json/);
    const adopted = await run(`${init} --accept-differences`);
    expect(adopted).toContain('zod-prisma-types');
    await run('npm install --no-audit --no-fund');
    for (const name of [
      '20220101000000_init',
      '20230101000000_Fewer Moods',
      '20240101000000_better',
    ]) {
      await applySql(
        old.connectionString,
        await readFile(join(repository, 'prisma/migrations', name, 'migration.sql'), 'utf8'),
      );
    }
    const migrator = 'npx --yes @schema-service/migrator-app';
    const at = `--database-url ${old.connectionString}`;
    await run(`${migrator} baseline --to 1.0.0 ${at}`);
    await run(`${migrator} verify ${at}`);
    await edit('schema/schema.prisma', (text) =>
      text.replace(/( {2}title .*\n)/, '$1  body String?\n'),
    );
    await run('npm run change');
    await run('npm run check');
    await run('npm run version-packages');
    await run(`${migrator} up ${at}`);
    await run(`${migrator} verify ${at}`);
    expect(await run('npx schemactl release build --skip clients')).toContain('1.1.0');
  });
});

/** As Prisma Migrate does it: a script in one message. */
async function applySql(connectionString: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
