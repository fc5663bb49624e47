import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readReleases } from '@schema-service/release';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  emptyHome,
  outputOf,
  plainEnvironment,
  publishClients,
  startVerdaccio,
  type TestRegistry,
} from '../src/index.ts';

const root = join(import.meta.dirname, '..', '..', '..');

/** What docs/node.md tells pnpm and Yarn to except. */
const [forPnpm = '', forYarn = ''] = [
  ...readFileSync(join(root, 'docs/node.md'), 'utf8').matchAll(/^```yaml\n([\s\S]*?)^```$/gm),
].map(([, text]) => text);

const MANIFEST = '{ "name": "some-service", "version": "1.0.0", "private": true }\n';

interface Gate {
  readonly name: string;
  readonly command: readonly string[];
  /** The file that says what is held back and what is not. */
  readonly file: string;
  readonly gate: string;
  readonly exception: string;
  readonly refusal: RegExp;
}

const gates: readonly Gate[] = [
  {
    name: 'pnpm 12',
    command: ['npx', '--yes', 'pnpm@12'],
    file: 'pnpm-workspace.yaml',
    gate: 'minimumReleaseAge: 1440\n',
    exception: forPnpm,
    refusal: /ERR_PNPM_NO_MATURE_MATCHING_VERSION/,
  },
  {
    name: 'yarn 4',
    command: ['npx', '--yes', '@yarnpkg/cli-dist@4'],
    file: '.yarnrc.yml',
    gate: 'npmMinimalAgeGate: 1d\n',
    exception: forYarn,
    refusal: /quarantine/,
  },
];

/** Each downloads its package manager: `pnpm test:published`. */
describe.skipIf(process.env.PACKAGE_MANAGERS !== 'all')('a client that was just released', () => {
  let registry: TestRegistry;

  beforeAll(async () => {
    registry = await startVerdaccio();
    const release = (await readReleases(root)).find(({ version }) => version === '2.0.0');
    if (release === undefined) throw new Error('2.0.0 is not frozen');
    await publishClients(release, registry);
  });

  afterAll(() => registry?.[Symbol.asyncDispose]());

  test.for(gates)(
    'is held back by $name, until its exceptions name it',
    { timeout: 180_000 },
    async ({ command, file, gate, exception, refusal }) => {
      await using user = await emptyHome(registry.url);
      const [program = '', ...args] = [...command, 'add', '@org/db-client@2.0.0'];
      const held = await user.makeFolder('held', {
        'package.json': MANIFEST,
        [file]: gate,
      });
      const refused = await user.run(held, program, args);
      expect(refused.code).not.toBe(0);
      expect(refused.stdout + refused.stderr).toMatch(refusal);

      const excepted = await user.makeFolder('excepted', {
        'package.json': MANIFEST,
        [file]: gate + exception,
      });
      const added = await user.run(excepted, program, args);
      expect(added.code, added.stdout + added.stderr).toBe(0);
    },
  );

  test('brings pg and its types, and nothing with an advisory', async ({ skip }) => {
    await using user = await emptyHome(registry.url);
    const service = await user.makeFolder('service', { 'package.json': MANIFEST });
    const added = await user.run(service, 'npm', ['install', '--no-audit', '@org/db-client@2.0.0']);
    expect(added.code, added.stderr).toBe(0);
    const listed = await user.run(service, 'npm', ['ls', '--all', '--parseable']);
    const names = listed.stdout.split('\n').flatMap((path) => path.split('node_modules/')[1] ?? []);
    const others = names.filter((name) => !/^(?:@org\/|pg-|postgres-)/.test(name));
    const ofTypes = ['@types/node', '@types/pg', 'undici-types'];
    const ofPg = ['pg', 'pgpass', 'split2', 'xtend'];
    expect(new Set(others)).toEqual(new Set([...ofTypes, ...ofPg]));

    const env = plainEnvironment();
    const asked = await outputOf('npm', ['config', 'get', 'registry'], { cwd: service, env });
    const audit = await user.run(service, 'npm', ['audit', '--registry', asked.trim()]);
    if (audit.stderr.includes('audit endpoint returned an error')) {
      skip('the registry that npm is configured for knows no advisories');
    }
    expect(audit.code, audit.stdout).toBe(0);
  });
});
