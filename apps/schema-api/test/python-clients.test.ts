import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { publishedCatalog, swappedBytes, type TestCatalog } from './published-catalog.ts';
import { run } from './run.ts';
import { type RunningServer, runningServer } from './running-server.ts';
import { temporaryFolder } from './temporary-folder.ts';
import { type UpstreamIndex, upstreamIndex } from './upstream-index.ts';

const python = process.env.TEST_PYTHON ?? '';

describe.skipIf(!python)('with this index as its only one', () => {
  let published: TestCatalog;
  let upstream: UpstreamIndex;
  let server: RunningServer;
  let index: string;

  beforeAll(async () => {
    published = await publishedCatalog({ pythonRequires: ['some-driver>=3'] });
    upstream = await upstreamIndex();
    server = await runningServer({ stores: published.stores, pypiUpstream: upstream.url });
    index = `${server.url}/pypi/simple/`;
  });

  afterAll(async () => {
    await server[Symbol.asyncDispose]();
    await upstream[Symbol.asyncDispose]();
    await published[Symbol.asyncDispose]();
  });

  const imports =
    'import org_db_client as c, some_driver as d; print(c.__version__, d.__version__)';

  test('pip installs a version, and its dependency from the upstream', async () => {
    await using folder = await temporaryFolder();
    const { path } = folder;
    const requirement = 'org-db-client==1.1.0';
    const options = ['--target', 'lib', '--no-cache-dir', '--index-url', index];
    await run(python, ['-m', 'pip', 'install', ...options, requirement], { cwd: path });
    const versions = await run(python, ['-c', imports], {
      cwd: path,
      env: { PYTHONPATH: join(path, 'lib') },
    });
    expect(versions).toBe('1.1.0 3.2.1\n');
  });

  // The pip of Debian 12 does not run on newer Pythons.
  const runsOldPip = /^3\.11\./.test(process.env.TEST_PYTHON_VERSION ?? '');
  test.skipIf(!runsOldPip)('the pip that Debian 12 has does too', async () => {
    await using folder = await temporaryFolder();
    const { path } = folder;
    // From the usual index, with this machine's settings for it.
    await run(python, ['-m', 'pip', 'install', '--target', 'old', 'pip==23.0.1'], {
      cwd: path,
      env: process.env,
    });
    const options = ['--no-cache-dir', '--index-url', index, '--dest', 'wheels'];
    await run(python, ['-m', 'pip', 'download', ...options, 'org-db-client==2.0.0'], {
      cwd: path,
      env: { PYTHONPATH: join(path, 'old') },
    });
    expect(await readdir(join(path, 'wheels'))).toContain('org_db_client-2.0.0-py3-none-any.whl');
  });

  test('uv does too', async () => {
    await using folder = await temporaryFolder();
    const { path } = folder;
    const options = ['--target', 'lib', '--python', python, '--no-cache', '--index-url', index];
    await run(python, ['-m', 'uv', 'pip', 'install', ...options, 'org-db-client==1.1.0'], {
      cwd: path,
    });
    const versions = await run(python, ['-c', imports], {
      cwd: path,
      env: { PYTHONPATH: join(path, 'lib') },
    });
    expect(versions).toBe('1.1.0 3.2.1\n');
  });

  test('pip refuses a file that is not what was published', async () => {
    await using folder = await temporaryFolder();
    const { path } = folder;
    await using swapped = await runningServer({ stores: swappedBytes(published.stores) });
    const options = ['--no-cache-dir', '--no-deps', '--index-url', `${swapped.url}/pypi/simple/`];
    const download = ['-m', 'pip', 'download', ...options, 'org-db-client==2.0.0'];
    await expect(run(python, download, { cwd: path })).rejects.toThrow(/DO NOT MATCH THE HASHES/);
  });

  test('pip takes the highest of ours, and the upstream is never asked for our name', async () => {
    await using folder = await temporaryFolder();
    const { path } = folder;
    const options = ['--no-cache-dir', '--index-url', index, '--dest', 'wheels'];
    await run(python, ['-m', 'pip', 'download', ...options, 'Org_DB.Client'], { cwd: path });
    expect((await readdir(join(path, 'wheels'))).sort()).toEqual([
      'org_db_client-2.0.0-py3-none-any.whl',
      'some_driver-3.2.1-py3-none-any.whl',
    ]);
    expect(upstream.requests.filter((url) => url.includes('org'))).toEqual([]);
  });
});
