import { mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type Artifact, packAll } from '../src/index.ts';
import { fixtureModel, options } from './fixture.ts';
import { run } from './run.ts';
import { temporaryFolder } from './temporary-folder.ts';

const digests = (artifacts: readonly Artifact[]): readonly string[] =>
  artifacts.map(({ filename, sha256, integrity }) => `${filename} ${sha256} ${integrity}`);

/** Prints the digests, as another process in another place sees them. */
const script = `
import { packAll } from ${JSON.stringify(join(import.meta.dirname, '../src/index.ts'))};
import { fixtureModel, options } from ${JSON.stringify(join(import.meta.dirname, 'fixture.ts'))};
const artifacts = await packAll(fixtureModel('everything'), options);
console.log(JSON.stringify(artifacts.map(({ filename, sha256, integrity }) => filename + ' ' + sha256 + ' ' + integrity)));
`;

test('the artifacts are the same to the byte in another place, time zone, locale and home', async () => {
  const here = await packAll(fixtureModel('everything'), options);
  expect(here.map(({ filename }) => filename)).toEqual([
    'org-db-client-node-1.0.0.tgz',
    'org-db-types-1.0.0.tgz',
    'org-db-client-1.0.0.tgz',
    'org_db_client-1.0.0-py3-none-any.whl',
    'org_db_client-1.0.0.tar.gz',
  ]);

  const elsewhere = temporaryFolder();
  const home = join(elsewhere, 'a home with spaces');
  mkdirSync(home);
  const there = await run(
    process.execPath,
    ['--conditions=source', '--input-type=module', '-e', script],
    {
      cwd: elsewhere,
      env: {
        TMPDIR: home,
        HOME: home,
        TZ: 'Asia/Kolkata',
        LANG: 'sv_SE.UTF-8',
        LC_ALL: 'sv_SE.UTF-8',
        DEBUG: '*',
        NO_COLOR: '1',
        DATABASE_URL: 'postgresql://secret',
      },
    },
  );
  expect(there.exitCode, there.stderr).toBe(0);
  expect(JSON.parse(there.stdout)).toEqual(digests(here));
});

test('nothing of this machine is in a package', async () => {
  const { codegenTargets } = await import('../src/index.ts');
  const packages = await Promise.all(
    Object.values(codegenTargets).map(async ({ generate, compile }) => {
      const generated = await generate(fixtureModel('everything'), options);
      return compile === undefined ? generated : compile(generated);
    }),
  );
  const files = packages.flatMap((generated) => generated.files);
  const traces = [process.cwd(), homedir(), process.env.TMPDIR ?? '/tmp/', 'globalThis['];
  const found = files.filter(({ content }) => {
    const text = typeof content === 'string' ? content : Buffer.from(content).toString('latin1');
    return traces.some((trace) => trace.length > 1 && text.includes(trace));
  });
  expect(found.map(({ path }) => path)).toEqual([]);
});
