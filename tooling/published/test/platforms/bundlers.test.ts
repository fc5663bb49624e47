import { cpSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createService, exercised, type Service } from './service.ts';

/** Runs a bundle in a folder where no package can be found. */
async function runAlone(service: Service, built: string, script: string): Promise<void> {
  const alone = await service.user.makeFolder(`alone ${built}`);
  cpSync(join(service.folder, built), alone, { recursive: true });
  const env = { DATABASE_URL: service.database.connectionString };
  const run = await service.user.run(alone, 'node', [script], env);
  expect(run.code, run.stderr).toBe(0);
  expect(JSON.parse(run.stdout)).toMatchObject(exercised);
  expect(run.stderr).toBe('');
  await service.reset();
}

test('esbuild: one file, in both module systems', async () => {
  await using service = await createService([]);
  await service.succeed('npm', ['install', '--no-audit', '@org/db-client@1.0.0', 'esbuild@0.28']);
  const options = '--bundle --platform=node --target=node20.19 --minify --log-level=warning';
  // node-postgres calls require(), which an ES module has not: what bundling any of its users takes.
  const banner =
    "import{createRequire}from'node:module';const require=createRequire(import.meta.url);";
  for (const [script, format] of [
    ['run.cjs', ['--format=cjs']],
    ['run.mjs', ['--format=esm', `--banner:js=${banner}`]],
  ] as const) {
    const args = ['esbuild', script, ...options.split(' '), ...format, `--outfile=out/${script}`];
    const built = await service.succeed('npx', args);
    expect(built.stdout + built.stderr).toBe('');
    await runAlone(service, 'out', script);
  }
});

test('Vite SSR: with the client outside and inside', async () => {
  await using service = await createService(['bundled']);
  await service.succeed('npm', ['install', '--no-audit', '@org/db-client@1.0.0', 'vite@8']);
  const build = (OUT: string, MODE: string) =>
    service.succeed('npx', ['vite', 'build', '--logLevel', 'warn'], { OUT, MODE });
  await build('outside', 'usual');
  const { stdout } = await service.succeed('node', ['outside/run.mjs']);
  expect(JSON.parse(stdout)).toMatchObject(exercised);
  await service.reset();
  const { stderr } = await build('inside', 'whole');
  expect(stderr).toBe('');
  await runAlone(service, 'inside', 'run.mjs');
});

test.for(['turbopack', 'webpack'])('Next.js by %s: server and browser', async (bundler) => {
  await using service = await createService(['next']);
  const packages = ['@org/db-client@1.0.0', 'next@16', 'react@19', 'react-dom@19'];
  await service.succeed('npm', ['install', '--no-audit', ...packages]);
  const env = { NEXT_TELEMETRY_DISABLED: '1' };
  await service.succeed('npx', ['next', 'build', `--${bundler}`], { ...env, DATABASE_URL: '' });
  // The standalone server has the modules that Next.js has found it to need.
  const { stdout, stderr } = await service.succeed(
    'node',
    ['ask.mjs', '.next/standalone/server.js'],
    env,
  );
  expect(JSON.parse(stdout)).toMatchObject({ exercised, page: 'ARCHIVED, 2' });
  expect(stderr).not.toMatch(/fast path is off|⨯/);
  const chunks = join(service.folder, '.next/static/chunks');
  const scripts = (await readdir(chunks, { recursive: true })).filter((file) =>
    file.endsWith('.js'),
  );
  const texts = await Promise.all(scripts.map((file) => readFile(join(chunks, file), 'utf8')));
  expect(texts.some((text) => text.includes('ARCHIVED'))).toBe(true);
  expect(texts.filter((text) => /WebAssembly|acquireTimeout/.test(text))).toEqual([]);
});
