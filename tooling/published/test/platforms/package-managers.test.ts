import { existsSync } from 'node:fs';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { directorySize } from '../directory-size.ts';
import { createService, exercised, type Service } from './service.ts';

interface PackageManager {
  readonly name: string;
  readonly command: string;
  readonly add: string;
  /** What runs a script with what is installed. */
  readonly node: string;
  /** Of the project, besides what a home has. */
  readonly settings?: readonly [file: string, content: string];
}

const yarn = 'npx --yes @yarnpkg/cli-dist@4';

const packageManagers: readonly PackageManager[] = [
  { name: 'npm 10', command: 'npx --yes npm@10', add: 'install', node: 'node' },
  { name: 'npm 11', command: 'npx --yes npm@11', add: 'install', node: 'node' },
  { name: 'pnpm 12, isolated', command: 'npx --yes pnpm@12', add: 'add', node: 'node' },
  {
    ...{ name: 'Yarn 4, node_modules', command: yarn, add: 'add', node: 'node' },
    settings: ['.yarnrc.yml', 'nodeLinker: node-modules\n'],
  },
  {
    ...{ name: "Yarn 4, Plug'n'Play", command: yarn, add: 'add', node: `${yarn} node` },
    settings: ['.yarnrc.yml', 'nodeLinker: pnp\npnpEnableEsmLoader: true\n'],
  },
  { name: 'bun', command: 'npx --yes bun@1', add: 'add', node: 'node' },
];

async function run(service: Service, command: string): Promise<string> {
  const [program = '', ...args] = command.split(' ');
  return (await service.succeed(program, args)).stdout;
}

test.for(packageManagers)(
  '$name installs the client in an empty home, and it runs',
  async ({ command, add, node, settings }) => {
    await using service = await createService([]);
    if (settings !== undefined) await writeFile(join(service.folder, settings[0]), settings[1]);
    await run(service, `${command} ${add} @org/db-client@1.0.0`);
    if (settings?.[1].includes('pnp')) {
      expect(existsSync(join(service.folder, 'node_modules'))).toBe(false);
    }
    for (const script of ['run.cjs', 'run.mjs']) {
      expect(JSON.parse(await run(service, `${node} ${script}`))).toMatchObject(exercised);
      await service.reset();
    }
  },
);

test('a service that pnpm keeps isolated emits declarations of all that it exports', async () => {
  await using service = await createService([], { type: 'module' });
  await run(service, 'npx --yes pnpm@12 add @org/db-client@1.0.0');
  expect(await readdir(join(service.folder, 'node_modules/@org'))).toEqual(['db-client']);
  const options = '--strict --module nodenext --target es2022 --lib es2022,esnext.disposable';
  await service.compile(`${options} --declaration --outDir out`, 'declarations.ts');
  expect(existsSync(join(service.folder, 'out/declarations.d.ts'))).toBe(true);
});

/** Megabytes of 1,000,000 bytes, as docs/node.md states them. */
const MB = 1_000_000;

test('an install of the example takes less than 12 MB, and nothing that nobody reads', async ({
  annotate,
}) => {
  await using service = await createService([]);
  await run(service, 'npm install --no-audit @org/db-client@2.0.0');
  const modules = join(service.folder, 'node_modules');
  const size = (await directorySize(modules)) / MB;
  await annotate(`${size.toFixed(1)} MB`);
  expect(size).toBeLessThan(12);
  const files = (await readdir(join(modules, '@org'), { recursive: true })).toSorted();
  const idle = /(?:^|\/)src\/|\.map$|\.(?:test|spec)\.|(?<!\.d)\.m?ts$|\.wasm$|\.hbs$/;
  expect(files.filter((file) => idle.test(file))).toEqual([]);
  expect(files.filter((file) => file.includes('LICENSE'))).toEqual([
    'db-client-node/dist/runtime/LICENSES.txt',
  ]);
});
