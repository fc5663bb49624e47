import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, matchesGlob } from 'node:path';
import { packageVersions } from '@schema-service/codegen';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { ciFiles } from '../src/init/ci-files.ts';
import { jsonOf } from './run-cli.ts';
import { runInProcess } from './run-in-process.ts';
import { temporaryRepository } from './temporary-repository.ts';

const root = join(import.meta.dirname, '..', '..', '..');

interface Step {
  readonly uses?: string;
  readonly run?: string;
}

interface Workflow {
  readonly permissions: object;
  readonly jobs: Readonly<
    Record<
      string,
      {
        readonly needs?: string;
        readonly environment?: string;
        readonly permissions: Readonly<Record<string, string>>;
        readonly steps: readonly Step[];
      }
    >
  >;
}

const workflows = ciFiles('github').filter(({ path }) => path.endsWith('.yml'));
const workflow = (name: string): Workflow =>
  parse(String(workflows.find(({ path }) => path.endsWith(`/${name}.yml`))?.content));

test('this repository releases by the same files as every other one', () => {
  for (const { path, content } of ciFiles('github')) {
    expect(readFileSync(join(root, path), 'utf8'), path).toBe(content);
  }
});

test('init writes the files of the CI that was asked for, and the script for any', async () => {
  const written = async (...options: readonly string[]): Promise<readonly string[]> => {
    using folder = temporaryRepository({}, { config: false });
    const run = await runInProcess(folder.path, ['init', '--yes', '--json', ...options]);
    expect(run, run.stderr).toMatchObject({ code: 0 });
    return (jsonOf(run) as { readonly written: readonly string[] }).written;
  };
  const isOfCi = (file: string): boolean => /^\.git(hub|lab)|^scripts/.test(file);
  const github = [
    '.github/workflows/pull-request.yml',
    '.github/workflows/release.yml',
    '.github/workflows/version.yml',
    'scripts/release.sh',
  ];
  expect((await written()).filter(isOfCi).toSorted()).toEqual(github);
  expect((await written('--ci', 'gitlab')).filter(isOfCi).toSorted()).toEqual([
    '.gitlab-ci.yml',
    'scripts/release.sh',
  ]);
  expect((await written('--ci', 'none')).filter(isOfCi)).toEqual(['scripts/release.sh']);
});

test('actions are pinned by commit, with their version in a comment', () => {
  for (const { path, content } of workflows) {
    const used = String(content).match(/uses: .*/g) ?? [];
    for (const line of used) {
      expect(line, path).toMatch(/^uses: [\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
    }
  }
});

test('one job has the identity and the secrets, and it runs no script of a dependency', () => {
  const { permissions, jobs } = workflow('release');
  expect(permissions).toEqual({});
  const names = Object.keys(jobs);
  expect(names).toEqual(['select', 'build', 'publish', 'verify']);
  const withIdentity = names.filter((name) => jobs[name]?.permissions['id-token'] !== undefined);
  const inEnvironment = names.filter((name) => jobs[name]?.environment !== undefined);
  expect([withIdentity, inEnvironment]).toEqual([['publish'], ['publish']]);
  const installs = jobs.publish?.steps.filter(({ run }) => run?.includes('npm ci'));
  expect(installs).toHaveLength(1);
  expect(installs?.[0]?.run?.match(/--ignore-scripts/g)).toHaveLength(2);
});

test('what writes the comment runs nothing of the pull request', () => {
  const { jobs } = workflow('pull-request');
  expect(jobs.check?.permissions).toEqual({ contents: 'read' });
  expect(jobs.comment?.permissions).toEqual({ 'pull-requests': 'write' });
  const uses = jobs.comment?.steps.map((step) => step.uses ?? step.run ?? '');
  expect(uses?.join('\n')).not.toMatch(/checkout|npm|scripts\//);
});

test('every script of the workflows and of the pipeline is one that sh understands', () => {
  const shells = workflows.flatMap(({ path, content }) =>
    Object.values((parse(String(content)) as Workflow).jobs).flatMap(({ steps }) =>
      steps.flatMap(({ run }) => (run === undefined ? [] : [{ path, script: run }])),
    ),
  );
  const pipeline = parse(String(ciFiles('gitlab').at(-1)?.content)) as Readonly<
    Record<string, { readonly before_script?: unknown; readonly script?: unknown }>
  >;
  const jobs = Object.values(pipeline).flatMap(({ before_script = [], script = [] }) => {
    const lines = [before_script, script].flat(5);
    return lines.length === 0 ? [] : [{ path: '.gitlab-ci.yml', script: lines.join('\n') }];
  });
  expect(jobs).toHaveLength(6);
  for (const { path, script } of [...shells, ...jobs]) {
    expect(() => execFileSync('sh', ['-n'], { input: script }), `${path}\n${script}`).not.toThrow();
  }
  execFileSync('sh', ['-n', join(root, 'scripts', 'release.sh')]);
});

test('the presets for services name the packages that are generated, and hosts of examples alone', () => {
  const read = (file: string): string => readFileSync(join(root, 'presets', file), 'utf8');
  const names = packageVersions({ scope: '@acme', name: 'db' }, '1.0.0').map(({ name }) => name);
  const renovate = JSON.parse(read('renovate.json')) as {
    readonly packageRules: readonly { readonly matchPackageNames: readonly string[] }[];
  };
  const dependabot = parse(read('dependabot.yml')) as {
    readonly updates: readonly { readonly allow: readonly { 'dependency-name': string }[] }[];
  };
  const patterns = [
    renovate.packageRules.flatMap(({ matchPackageNames }) => matchPackageNames),
    dependabot.updates.flatMap(({ allow }) => allow.map((one) => one['dependency-name'])),
  ];
  for (const known of patterns) {
    const unnamed = names.filter((name) => !known.some((pattern) => matchesGlob(name, pattern)));
    expect(unnamed).toEqual([]);
  }
  const hosts = `${read('renovate.json')}${read('dependabot.yml')}`.match(/https:\/\/[^/"\s]+/g);
  const others = (hosts ?? []).filter((host) => !host.endsWith('.example.org'));
  expect(others).toEqual(['https://docs.renovatebot.com']);
});
