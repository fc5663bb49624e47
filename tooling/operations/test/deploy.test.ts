import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { installApi } from '../src/installed-api.ts';

const root = join(import.meta.dirname, '..', '..', '..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');

interface Service {
  readonly image: string;
  readonly build?: {
    readonly context: string;
    readonly dockerfile?: string;
    readonly args?: Readonly<Record<string, string>>;
  };
  readonly command?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly secrets?: readonly string[];
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly read_only?: boolean;
  readonly volumes?: readonly string[];
}
interface Compose {
  readonly services: Readonly<Record<string, Service>>;
  readonly secrets: Readonly<Record<string, { readonly file: string }>>;
}
const compose = parse(read('compose.yaml'), { merge: true }) as Compose;
const services = Object.entries(compose.services);

/** The variables that the README lists, which are those that the API reads. */
const variables = new Set(
  [...read('apps/schema-api/README.md').matchAll(/^\| (`[A-Z].*?) +\|/gm)].flatMap(([, cell]) =>
    [...(cell ?? '').matchAll(/`([A-Z_]+)`/g)].map(([, name]) => name),
  ),
);

test('services wait for what they need, and for nothing else', () => {
  const chain = services.map(([name, { depends_on = {} }]) => [
    name,
    Object.fromEntries(Object.entries(depends_on).map(([on, { condition }]) => [on, condition])),
  ]);
  expect(Object.fromEntries(chain)).toEqual({
    postgres: {},
    'schema-api': { postgres: 'service_healthy' },
    worker: { 'schema-api': 'service_healthy' },
    migrator: { postgres: 'service_healthy' },
    web: { migrator: 'service_completed_successfully' },
    ingestor: { migrator: 'service_completed_successfully' },
    redis: {},
    opensearch: {},
  });
});

test('what is built is there, and its arguments are asked for', () => {
  const built = services.flatMap(([, { build }]) => (build ? [build] : []));
  expect(built).toHaveLength(5);
  for (const { context, dockerfile = 'Dockerfile', args = {} } of built) {
    const text = read(join(context, dockerfile));
    for (const name of Object.keys(args)) expect(text).toMatch(new RegExp(`^ARG ${name}\\b`, 'm'));
    expect(existsSync(join(root, context, '.dockerignore'))).toBe(true);
  }
});

test('no secret is in the file, and every one that is used is made', () => {
  const folder = mkdtempSync(join(tmpdir(), 'secrets-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  cpSync(join(root, 'deploy/compose/make-secrets.sh'), join(folder, 'make-secrets.sh'));
  const make = () => execFileSync('sh', ['make-secrets.sh'], { cwd: folder });
  make();
  for (const [name, { file }] of Object.entries(compose.secrets)) {
    const secret = readFileSync(join(folder, file.replace('deploy/compose/', '')), 'utf8');
    expect(secret, name).toMatch(/^\S{24,}\n$/);
    make();
    expect(readFileSync(join(folder, file.replace('deploy/compose/', '')), 'utf8')).toBe(secret);
  }
  for (const [name, { secrets = [], volumes = [] }] of services) {
    for (const secret of secrets) expect(Object.keys(compose.secrets), name).toContain(secret);
    for (const volume of volumes.filter((one) => one.startsWith('.'))) {
      expect(existsSync(join(root, volume.split(':')[0] ?? '')), volume).toBe(true);
    }
  }
  expect(read('compose.yaml')).not.toMatch(/_(?:PASSWORD|TOKEN|URL): (?:\w|"\w)|postgresql:\/\//);
  execFileSync('sh', ['-n', join(root, 'deploy/compose/make-databases.sh')]);
});

test('the API takes the environment that it gets', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'secrets-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  cpSync(join(root, 'deploy/compose/make-secrets.sh'), join(folder, 'make-secrets.sh'));
  execFileSync('sh', ['make-secrets.sh'], { cwd: folder });
  using installed = installApi();
  for (const name of ['schema-api', 'worker']) {
    const given = compose.services[name]?.environment ?? {};
    const environment = Object.fromEntries(
      Object.entries(given).map(([variable, value]) => [
        variable,
        value.replace('/run/secrets', join(folder, 'secrets')).replace(/\$\{\w+:-(.*?)\}/, '$1'),
      ]),
    );
    expect(Object.keys(given).filter((variable) => !variables.has(variable))).toEqual([]);
    await using api = installed.run(['check-config'], environment);
    expect(await api.ended, api.output()).toBe(0);
  }
  await using help = installed.run(['--help'], {});
  await help.ended;
  for (const name of ['schema-api', 'worker']) {
    const [command] = compose.services[name]?.command ?? [];
    expect(help.output()).toMatch(new RegExp(`^ +${command} `, 'm'));
  }
});

test('the chart gives variables that there are', () => {
  const templates = globSync('deploy/helm/schema-service/templates/*', { cwd: root }).map(read);
  const given = [...templates.join('\n').matchAll(/- name: ([A-Z_]+)$/gm)].map(([, name]) => name);
  expect(given).toContain('DATABASE_URL_FILE');
  // The migrator has no files.
  expect(given.filter((name) => !variables.has(name) && name !== 'DATABASE_URL')).toEqual([]);
  const values = parse(read('deploy/helm/schema-service/values.yaml'));
  const schema = JSON.parse(read('deploy/helm/schema-service/values.schema.json'));
  expect(Object.keys(schema.properties).filter((name) => name !== 'global')).toEqual(
    Object.keys(values),
  );
  for (const name of Object.keys(values.config)) expect(variables).toContain(name);
});

test.each(globSync('apps/*/Dockerfile', { cwd: root }))('%s', (path) => {
  const text = read(path);
  const stages = text.split(/^FROM /m).slice(1);
  const last = stages.at(-1) ?? '';
  expect(last).toMatch(/^USER 1000:1000$/m);
  // Each base by one argument, with a version: whoever pins images gives a digest.
  for (const stage of stages) expect(stage).toMatch(/^\$\{(?:NODE|PYTHON)_IMAGE\}/);
  expect(text).toMatch(/^ARG (?:NODE|PYTHON)_IMAGE=\w+:\d+\.\d+(?:\.\d+)?-\w+$/m);
  const context =
    path.startsWith('apps/schema-api') || path.startsWith('apps/migrator') ? '.' : join(path, '..');
  for (const [, from, sources = ''] of text.matchAll(/^COPY (--from=\w+ )?(.+) \S+$/gm)) {
    if (from) continue;
    for (const source of sources.split(' ').filter((one) => !one.includes('dist'))) {
      expect(existsSync(join(root, context, source)), source).toBe(true);
    }
  }
});

interface PodTemplate {
  readonly spec?: {
    readonly template?: {
      readonly spec: Readonly<
        Record<'initContainers' | 'containers', readonly Container[] | undefined>
      >;
    };
  };
}
interface Container {
  readonly image: string;
  readonly args?: readonly string[];
  readonly env?: readonly { readonly name: string }[];
}

test.each([
  ...globSync('deploy/kubernetes/*.yaml', { cwd: root }),
  'deploy/helm/schema-service/values.yaml',
])('%s: the migrator understands what it is called with', (path) => {
  const documents = parseAllDocuments(read(path)).map((one) => one.toJS() as PodTemplate);
  const containers = documents.flatMap(({ spec }) => {
    const { initContainers = [], containers = [] } = spec?.template?.spec ?? {};
    return [...initContainers, ...containers].filter(({ image }) => /migrator/.test(image));
  });
  const calls = path.includes('helm')
    ? [parse(read(path)).migrator.args]
    : containers.map(({ args }) => args);
  expect(calls).toHaveLength(1);
  const main = join(root, 'apps/migrator/src/main.ts');
  for (const args of calls) {
    // Refused for its parameter, which is looked at behind all options.
    const env = { ...process.env, DATABASE_URL: 'postgresql://h/db?role=x' };
    const given = [...process.execArgv, '--conditions=source', main, ...args];
    const { stderr } = spawnSync(process.execPath, given, { env, encoding: 'utf8' });
    expect(stderr).toContain('error DATABASE_URL_PARAMETER_REFUSED: DATABASE_URL has');
  }
});
