import { generateKeyPairSync } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parse } from 'yaml';
import {
  emptyHome,
  packPublicPackages,
  publishTarballs,
  startVerdaccio,
  type TestRegistry,
  type TestUser,
} from '../src/index.ts';

/**
 * A repository as `init --ci gitlab` makes it, and its pipeline: the lines of
 * each job, run by sh as a runner does, against a registry and a folder. GitHub's
 * workflows call the same script.
 */
const stack = new AsyncDisposableStack();
let npm: TestRegistry;
let team: TestUser;
let repository: string;
let pipeline: Readonly<Record<string, { readonly script: readonly string[] }>>;

const key = generateKeyPairSync('ed25519');
const server = 'https://release:bot@gitlab.example.org/acme/schema.git';

/** What a runner sets, and the project's variables. */
const variables: Readonly<Record<string, string>> = {
  CI_COMMIT_BRANCH: 'main',
  CI_SERVER_PROTOCOL: 'https',
  CI_SERVER_HOST: 'gitlab.example.org',
  CI_PROJECT_PATH: 'acme/schema',
  RELEASE_BOT_TOKEN: 'bot',
  RELEASE_BRANCH: 'release/next-main',
  RELEASE_SKIP: 'clients',
};

beforeAll(async () => {
  npm = stack.use(await startVerdaccio());
  team = stack.use(await emptyHome(npm.url));
  // What the command needs of this repository is in its bundle.
  const packed = join(team.home, 'packed');
  await publishTarballs(await packPublicPackages(packed, ['@schema-service/cli']), npm);
  const login = `registry=${npm.url}\n${npm.url.slice('http:'.length)}:_authToken=${npm.token}\n`;
  await writeFile(join(team.home, '.npmrc'), login);
  const origin = join(team.home, 'origin.git');
  await writeFile(
    join(team.home, '.gitconfig'),
    `[user]
  name = Ada
  email = ada@example.org
[init]
  defaultBranch = main
[receive]
  advertisePushOptions = true
[url "${origin}"]
  insteadOf = ${server}
`,
  );
  await team.run(team.home, 'git', ['init', '--quiet', '--bare', origin]);
  repository = await team.makeFolder('schema');
  await sh('npx --yes @schema-service/cli init --scope @acme --name db --ci gitlab --yes');
  pipeline = parse(await readFile(join(repository, '.gitlab-ci.yml'), 'utf8'));
  const config = {
    scope: '@acme',
    name: 'db',
    registries: {
      npm: { kind: 'npm', url: npm.url },
      out: { kind: 'folder', path: 'published' },
    },
    publicKey: key.publicKey.export({ type: 'spki', format: 'der' }).toString('base64'),
  };
  await writeFile(join(repository, 'schema.config.json'), JSON.stringify(config));
  await writeFile(join(repository, '.gitignore'), 'node_modules/\ndist/\npublished/\n');
  await sh('git init --quiet && npm install --no-audit --no-fund');
  await sh(
    `git add --all && git commit --quiet --message Start && git remote add origin ${server}`,
  );
  await sh('git push --quiet origin main');
});

afterAll(() => stack.disposeAsync());

/** Runs lines as a runner does, and gives what they wrote. */
async function sh(
  script: string,
  env: Readonly<Record<string, string>> = {},
): Promise<{ readonly stdout: string; readonly stderr: string }> {
  const ended = await team.run(repository, 'sh', ['-ec', script], { ...variables, ...env });
  expect(`exit ${ended.code}: ${script}\n${ended.stdout}${ended.stderr}`).toMatch(/^exit 0:/);
  return ended;
}

const job = (name: string, env: Readonly<Record<string, string>> = {}) =>
  sh(pipeline[name]?.script.join('\n') ?? 'exit 9', env);

test('the pipeline makes the version, and what is merged goes to the registries', async () => {
  expect((await sh('sh scripts/release.sh changes')).stdout).toContain('no release yet');
  expect((await sh('sh scripts/release.sh')).stderr).toContain('nothing to build');

  await job('version');
  await sh('git fetch --quiet origin');
  expect((await sh('git log -1 --format=%s origin/release/next-main')).stdout).toBe(
    'Release 1.0.0\n',
  );
  await sh('git checkout --quiet main && git merge --quiet release/next-main');
  await job('version');
  expect((await sh('git branch --show-current')).stdout).toBe('main\n');
  expect((await sh('sh scripts/release.sh select')).stdout).toBe('1.0.0\n');

  await job('build');
  const built = await readdir(join(repository, 'dist/releases/1.0.0'));
  expect(built).not.toContain('manifest.json.sig');
  const privateKey = key.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  const published = await job('publish', {
    RELEASE_PUSH_TAG: 'true',
    RELEASE_SIGNING_KEY: privateKey,
  });
  expect(published.stderr).toContain('npm: latest is 1.0.0 now.');
  expect((await sh('git ls-remote --tags origin')).stdout).toContain('refs/tags/v1.0.0');
  expect(await readdir(join(repository, 'published/1.0.0'))).toContain('manifest.json.sig');
  expect((await job('verify')).stderr).toMatch(/npm: \d files as released, installed/);

  expect((await sh('sh scripts/release.sh select')).stdout).toBe('');
  expect((await sh('sh scripts/release.sh')).stderr).toContain('Nothing to publish.');
});

test('changeset publish publishes the npm packages of a filled workspace', async () => {
  const schema = join(repository, 'schema/schema.prisma');
  const before = await readFile(schema, 'utf8');
  await writeFile(schema, before.replace(/( {2}name .*\n)/, '$1  /// Its mood.\n  mood String?\n'));
  await sh('npm run change && sh scripts/release.sh version');
  await sh('git checkout --quiet main && git merge --quiet release/next-main');
  const skipped = '--skip clients --skip migrations --skip reproducible';
  await sh(`npx schemactl release build --workspace ${skipped}`);
  await sh('npx changeset publish');
  const parts = ['client', 'client-node', 'migrations', 'types'];
  const packages = parts.map((part) => `@acme/db-${part}`);
  for (const name of packages) {
    expect((await sh(`npm view ${name} version --prefer-online`)).stdout).toBe('1.1.0\n');
  }
  const folder = await team.makeFolder('service', { 'package.json': '{ "type": "module" }\n' });
  const installed = await team.run(folder, 'npm', ['install', '@acme/db-client@^1.0.0']);
  expect(`${installed.code} ${installed.stderr}`).toMatch(/^0 /);
  const program =
    'import("@acme/db-client").then(({ createClient }) => console.log(typeof createClient))';
  expect((await team.run(folder, 'node', ['--eval', program])).stdout).toBe('function\n');
  await sh('npx schemactl release publish --from dist/releases --to out');
});
