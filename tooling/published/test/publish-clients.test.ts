import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Artifact } from '@schema-service/codegen';
import { unpackNpm, writePackage } from '@schema-service/codegen';
import {
  type BuiltRelease,
  buildRelease,
  manifestFile,
  manifestText,
  openRegistries,
  publishEverywhere,
  readReleases,
  releaseManifest,
} from '@schema-service/release';
import { loadConfig } from '@schema-service/repository';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  emptyHome,
  startSchemaApi,
  startVerdaccio,
  type TestApi,
  type TestRegistry,
  type TestUser,
} from '../src/index.ts';

const root = join(import.meta.dirname, '..', '..', '..');

/** How each client publishes the package in the folder that it is called in. */
const clients: readonly (readonly [name: string, command: string])[] = [
  ['npm 10', 'npx --yes npm@10 publish'],
  ['npm 11', 'npx --yes npm@11 publish'],
  ['pnpm 12', 'npx --yes pnpm@12 publish --no-git-checks'],
  ['yarn 4', 'npx --yes @yarnpkg/cli-dist@4 npm publish'],
  ['bun', 'npx --yes bun@1 publish'],
];

/** Each downloads its client: `pnpm test:published`. */
describe.skipIf(process.env.PACKAGE_MANAGERS !== 'all')('a Schema API is published to', () => {
  let npm: TestRegistry;
  let built: BuiltRelease;
  let migrations: Artifact;
  let wheel: Artifact;

  beforeAll(async () => {
    npm = await startVerdaccio();
    const [release] = await readReleases(root);
    if (release === undefined) throw new Error('nothing is frozen');
    const artifacts = await buildRelease(release, { ...loadConfig(root), clients: { python: {} } });
    const content = manifestText(releaseManifest(release, artifacts, null, {}));
    built = { release, artifacts, documents: [{ filename: manifestFile, content }] };
    const find = (format: string): Artifact => {
      const found = artifacts.find((one) => one.format === format);
      if (found === undefined) throw new Error(`no ${format} was built`);
      return found;
    };
    [migrations, wheel] = [find('npm-tarball'), find('wheel')];
  });

  afterAll(() => npm?.[Symbol.asyncDispose]());

  /** Somebody with an empty home, who is logged in to this API for the scope alone. */
  async function publisher(api: TestApi): Promise<TestUser> {
    const user = await emptyHome(npm.url);
    const registry = `${api.url}/npm/`;
    await writeFile(
      join(user.home, '.npmrc'),
      `registry=${npm.url}\n@org:registry=${registry}\n${registry.slice('http:'.length)}:_authToken=${api.token}\n`,
    );
    await writeFile(
      join(user.home, '.yarnrc.yml'),
      [
        `npmRegistryServer: '${npm.url}'`,
        "unsafeHttpWhitelist: ['127.0.0.1']",
        'enableTelemetry: false',
        'npmScopes:',
        '  org:',
        `    npmRegistryServer: '${api.url}/npm'`,
        `    npmPublishRegistry: '${api.url}/npm'`,
        `    npmAuthToken: '${api.token}'`,
        '',
      ].join('\n'),
    );
    return user;
  }

  const ask = async (api: TestApi, path: string): Promise<Response> =>
    fetch(`${api.url}${path}`, { headers: { authorization: `Bearer ${api.token}` } });

  /** The package waits; the release is published with what was built, and the client's packing counts as the same. */
  async function expectStaged(api: TestApi, user: TestUser, again: () => Promise<void>) {
    const pending = await ask(api, '/versions/1.0.0/publication');
    expect(await pending.json()).toMatchObject({
      state: 'pending',
      packages: [migrations.filename],
    });
    expect(await (await ask(api, '/versions')).json()).toMatchObject({ versions: [] });
    const config = { kind: 'schema-api', name: 'api', url: api.url } as const;
    const env = { SCHEMA_API_TOKEN: api.token };
    const registries = openRegistries([config], [], { root: user.home, env });
    await publishEverywhere(built, registries);
    const tarball = await ask(api, '/npm/@org/db-migrations/-/db-migrations-1.0.0.tgz');
    expect(Buffer.from(await tarball.arrayBuffer()).equals(Buffer.from(migrations.bytes))).toBe(
      true,
    );
    await again();
  }

  test.for(clients)('%s: a package that it packs itself', async ([name, command]) => {
    await using api = await startSchemaApi('http://127.0.0.1:9/');
    await using user = await publisher(api);
    const folder = await user.makeFolder('package', { LICENSE: 'MIT', 'yarn.lock': '' });
    await writePackage(await unpackNpm(migrations), folder);
    await writeFile(join(folder, 'LICENSE'), 'MIT');
    await writeFile(join(folder, 'yarn.lock'), '');
    const run = async () => {
      const [program = '', ...args] = command.split(' ');
      return user.run(folder, program, args);
    };
    if (name.startsWith('yarn')) {
      const [program = '', ...args] = command.replace('npm publish', 'install').split(' ');
      expect(await user.run(folder, program, args)).toMatchObject({ code: 0 });
    }
    const first = await run();
    expect(first, `${name}: ${first.stdout}${first.stderr}`).toMatchObject({ code: 0 });
    await expectStaged(api, user, async () => {
      // Clients look first, and publish no version over another.
      const second = await run();
      const said = second.stdout + second.stderr;
      expect(second.code === 0 || /previously published|already/i.test(said), said).toBe(true);
    });
  });

  test('changeset publish: the packages that release build --workspace filled', async () => {
    await using api = await startSchemaApi('http://127.0.0.1:9/');
    await using user = await publisher(api);
    const json = (value: object): string => `${JSON.stringify(value, null, 2)}\n`;
    const folder = await user.makeFolder('workspace', {
      'package.json': json({ name: 'workspace', private: true, workspaces: ['packages/*'] }),
      'package-lock.json': json({ name: 'workspace', lockfileVersion: 3, packages: {} }),
      '.changeset/config.json': json({ changelog: false, commit: false, access: 'restricted' }),
      'packages/migrations/package.json': json({
        name: migrations.name,
        version: migrations.version,
        publishConfig: { directory: 'dist' },
      }),
    });
    await writePackage(await unpackNpm(migrations), join(folder, 'packages/migrations/dist'));
    await writeFile(join(folder, 'packages/migrations/dist/LICENSE'), 'MIT');
    const run = (command: string) => {
      const [program = '', ...args] = command.split(' ');
      return user.run(folder, program, args);
    };
    await run('git init --quiet');
    const publish = 'npx --yes --package @changesets/cli@2 changeset publish --no-git-tag';
    const first = await run(publish);
    expect(first, first.stdout + first.stderr).toMatchObject({ code: 0 });
    await expectStaged(api, user, async () => {
      expect(await run(publish)).toMatchObject({ code: 0 });
    });
  });

  test('twine and uv: a wheel, and again without harm', async () => {
    await using api = await startSchemaApi('http://127.0.0.1:9/');
    await using user = await publisher(api);
    const folder = await user.makeFolder('dist');
    await writeFile(join(folder, wheel.filename), wheel.bytes);
    const run = async (command: string, env: Readonly<Record<string, string>> = {}) => {
      const [program = '', ...args] = command.split(' ');
      const ended = await user.run(folder, program, args, env);
      return { ...ended, said: `${command}\n${ended.stdout}${ended.stderr}` };
    };
    const python = join(folder, 'venv', 'bin', 'python');
    for (const command of ['python3 -m venv venv', `${python} -m pip install --quiet twine uv`]) {
      const made = await run(command);
      expect(made.code, made.said).toBe(0);
    }
    const upload = `${api.url}/pypi/legacy/`;
    const login = { TWINE_USERNAME: '__token__', TWINE_PASSWORD: api.token };
    const twine = `${python} -m twine upload --non-interactive --repository-url ${upload}`;
    for (const command of [`${twine} ${wheel.filename}`, `${twine} ${wheel.filename}`]) {
      const uploaded = await run(command, login);
      expect(uploaded.code, uploaded.said).toBe(0);
    }
    const uv = `${python} -m uv publish --publish-url ${upload} ${wheel.filename}`;
    const again = await run(uv, { UV_PUBLISH_TOKEN: api.token });
    expect(again.code, again.said).toBe(0);
  });
});
