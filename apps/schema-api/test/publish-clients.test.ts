import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PublishedArtifact } from '@schema-service/catalog';
import { describe, expect, test } from 'vitest';
import { bundleOf, type Candidate, candidate, recordOf } from './candidate.ts';
import { type PublishingServer, publishingServer, send } from './publishing-server.ts';
import { run } from './run.ts';
import { sampleWheel } from './sample-packages.ts';
import { temporaryFolder } from './temporary-folder.ts';

const first = candidate('1.0.0');
const second = candidate('1.1.0', { previous: first });
const npmParts = ({ artifacts }: Candidate): readonly PublishedArtifact[] =>
  artifacts.filter(({ ecosystem }) => ecosystem === 'npm');

interface Publishing extends PublishingServer {
  readonly url: string;
  /** An empty folder, with what `release build` made and npm's login to this registry alone. */
  readonly path: string;
}

/** A listening server and the folder of somebody who may publish to it. */
async function publishing(release: Candidate): Promise<Publishing> {
  const running = await publishingServer();
  const folder = await temporaryFolder();
  const url = await running.server.listen({ host: '127.0.0.1', port: 0 });
  const host = new URL(url).host;
  await writeFile(
    join(folder.path, '.npmrc'),
    `@org:registry=${url}/npm/\n//${host}/npm/:_authToken=${running.tokens.publish}\n`,
  );
  for (const { filename, bytes } of release.artifacts) {
    await writeFile(join(folder.path, filename), bytes);
  }
  return {
    ...running,
    url,
    path: folder.path,
    [Symbol.asyncDispose]: async () => {
      await running[Symbol.asyncDispose]();
      await folder[Symbol.asyncDispose]();
    },
  };
}

const published = async ({ server }: PublishingServer): Promise<readonly string[]> =>
  (await server.inject('/versions')).json().versions.map((one: { version: string }) => one.version);

test('npm publishes what release build made, and moves its tags', async () => {
  await using there = await publishing(first);
  const { path } = there;
  const npm = (...args: string[]) =>
    run('npm', [...args, '--cache', join(path, '.cache'), '--no-update-notifier'], { cwd: path });
  const wheel = first.artifacts.find(({ format }) => format === 'wheel');
  const rest = { ...first, artifacts: npmParts(first) };
  const whole = candidate('1.0.0', { artifacts: rest.artifacts });
  expect(wheel).toBeDefined();
  for (const { filename } of rest.artifacts) await npm('publish', `./${filename}`);
  expect(await published(there)).toEqual([]);
  await send(there, 'PUT', '/versions/1.0.0/record', { body: recordOf(whole) });
  expect(await published(there)).toEqual(['1.0.0']);
  const tarball = await there.server.inject('/npm/@org/db-client/-/db-client-1.0.0.tgz');
  expect(tarball.rawPayload.equals(Buffer.from(rest.artifacts[0]?.bytes ?? []))).toBe(true);

  const after = candidate('1.1.0', { previous: whole, artifacts: npmParts(second) });
  await send(there, 'PUT', '/versions/1.1.0', { body: bundleOf(after) });
  await npm('dist-tag', 'add', '@org/db-client@1.1.0', 'next');
  expect(await npm('dist-tag', 'ls', '@org/db-client')).toBe('latest: 1.0.0\nnext: 1.1.0\n');
  await npm('dist-tag', 'add', '@org/db-client@1.1.0', 'latest');
  await npm('dist-tag', 'rm', '@org/db-client', 'next');
  expect(await npm('dist-tag', 'ls', '@org/db-client')).toBe('latest: 1.1.0\n');
  await npm('deprecate', '@org/db-client@1.0.0', 'Take 1.1.0.');
  expect(await npm('view', '@org/db-types@1.0.0', 'deprecated')).toBe('Take 1.1.0.\n');
  await npm('deprecate', '@org/db-client@1.0.0', '');
  expect(await npm('view', '@org/db-types@1.0.0', 'deprecated')).toBe('');
  await expect(npm('unpublish', '@org/db-client@1.0.0', '--force')).rejects.toThrow(/E403/);
  expect(await published(there)).toEqual(['1.0.0', '1.1.0']);
});

// Under `pnpm test` this is the pnpm that runs it.
const pnpm = process.env.npm_execpath ?? '';

test.skipIf(!/pnpm[^/]*$/.test(pnpm))(
  'pnpm publishes a package, and the bundle stores what release build made',
  async () => {
    await using there = await publishing(first);
    const { path } = there;
    const isScript = /\.[cm]?js$/.test(pnpm);
    const [program, leading] = isScript ? [process.execPath, [pnpm]] : [pnpm, []];
    const [client] = npmParts(first);
    if (client === undefined) throw new Error('no package');
    await mkdir(join(path, 'unpacked'));
    await run('tar', ['-xzf', client.filename, '-C', 'unpacked'], { cwd: path });
    await writeFile(join(path, 'unpacked', 'package', 'LICENSE'), 'MIT');
    const cwd = join(path, 'unpacked', 'package');
    const args = [...leading, 'publish', '--no-git-checks', '--ignore-scripts'];
    await run(program, args, { cwd, env: { HOME: path, XDG_CACHE_HOME: path } });
    const pending = await send(there, 'GET', '/versions/1.0.0/publication');
    expect(pending.json).toMatchObject({ state: 'pending', packages: [client.filename] });
    expect((await send(there, 'PUT', '/versions/1.0.0', { body: bundleOf(first) })).status).toBe(
      201,
    );
    const tarball = await there.server.inject('/npm/@org/db-client/-/db-client-1.0.0.tgz');
    expect(tarball.rawPayload.equals(Buffer.from(client.bytes))).toBe(true);
  },
);

const python = process.env.TEST_PYTHON ?? '';

describe.skipIf(!python)('Python', () => {
  test('uv uploads a wheel, again without harm, and other bytes are refused', async () => {
    await using there = await publishing(first);
    const { path, url, tokens } = there;
    const wheel = first.artifacts.find(({ format }) => format === 'wheel');
    if (wheel === undefined) throw new Error('no wheel');
    const upload = () =>
      run(python, ['-m', 'uv', 'publish', '--publish-url', `${url}/pypi/legacy/`, wheel.filename], {
        cwd: path,
        env: { UV_PUBLISH_TOKEN: tokens.publish, UV_CACHE_DIR: join(path, '.uv') },
      });
    await upload();
    await upload();
    await send(there, 'PUT', '/versions/1.0.0', { body: bundleOf(first) });
    expect(await published(there)).toEqual(['1.0.0']);
    await upload();
    await writeFile(
      join(path, wheel.filename),
      sampleWheel('org-db-client', '1.0.0', ['six']).bytes,
    );
    await expect(upload()).rejects.toThrow(/already exists/);
  });
});
