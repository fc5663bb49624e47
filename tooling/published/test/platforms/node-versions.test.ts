import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { createTestDatabase } from '@schema-service/local-postgres';
import { up } from '@schema-service/migrator';
import { expect, test } from 'vitest';
import { root } from './published-clients.ts';
import { createService, exercised, pathWithNode } from './service.ts';

test.for(['20.19', '22', '24', '26'])(
  'Node %s installs and runs the client: ES modules, CommonJS, TypeScript',
  async (version) => {
    await using service = await createService(['plain']);
    const node = await pathWithNode(service.user, version);
    const run = (program: string, ...args: readonly string[]) =>
      service.succeed(program, args, node);
    expect((await run('node', '--version')).stdout).toMatch(`v${version}`);
    await run('npm', 'install', '@org/db-client@1.0.0');
    // No `type` in package.json: `main.ts` is CommonJS.
    copyFileSync(join(service.folder, 'main.ts'), join(service.folder, 'module.mts'));
    await service.compile('--strict --module node16 --target es2022', 'main.ts', 'module.mts');
    for (const script of ['main.js', 'module.mjs']) {
      const { stdout, stderr } = await run('node', script);
      expect(JSON.parse(stdout)).toEqual(['typed@example.org', ['email'], '0.3', 'ACTIVE']);
      expect(stderr).toBe('');
      await service.reset();
    }
    for (const script of ['run.mjs', 'run.cjs']) {
      const { stdout, stderr } = await run('node', script);
      expect(JSON.parse(stdout)).toMatchObject(exercised);
      expect(stderr).toBe('');
      await service.reset();
    }
  },
);

test('Jest 30 runs CommonJS tests on Node 20.19, and ends', async () => {
  // Jest's own five seconds say how busy the machine is, and nothing of the client.
  const jest = { testEnvironment: 'node', testTimeout: 300_000 };
  await using service = await createService(['jest'], { jest });
  const node = await pathWithNode(service.user, '20.19');
  await service.succeed('npm', ['install', '--no-audit', '@org/db-client@1.0.0', 'jest@30'], node);
  for (const args of ['--maxWorkers=2', '--runInBand']) {
    const { stderr } = await service.succeed('npx', ['jest', '--ci', args], {
      ...node,
      EXERCISED: JSON.stringify(exercised),
    });
    expect(stderr).toContain('Tests:       3 passed, 3 total');
    // How soon it ends is the machine's: in one process, Jest waits for what a client would leave open.
    expect(stderr).not.toContain('fast path is off');
    await service.reset();
  }
});

test('two versions of the client in one process do not disturb one another', async () => {
  await using service = await createService(['plain']);
  await using newer = await createTestDatabase();
  await up({
    connection: newer.connectionString,
    migrations: join(root, 'migrations'),
    to: '2.0.0',
  });
  const versions = ['old@npm:@org/db-client@1.0.0', 'new@npm:@org/db-client@2.0.0'];
  await service.succeed('npm', ['install', '--no-audit', ...versions]);
  const env = { NEWER_DATABASE_URL: newer.connectionString };
  const { stdout, stderr } = await service.succeed('node', ['two-versions.mjs'], env);
  expect(stderr).toBe('');
  const rounds = Array.from({ length: 4 }, (_, round) => [
    ...[`tag ${round}`, [`source-${round}`, 'SURVEY'], true],
    ...[null, null],
  ]);
  expect(JSON.parse(stdout)).toEqual({
    rounds,
    apart: { old: ['P2002', ['name'], true], new: ['P2002', ['slug'], true] },
  });
});
