import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { optionsFor, readEnvironments, selectEnvironments } from '@schema-service/migrator';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { parseCommand } from './parse-command.ts';

let folder: string;
let config: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'environments-'));
  config = join(folder, 'migrator.config.json');
  write({
    environments: { local: { url: 'postgresql://127.0.0.1/app' }, live: { url: 'env:LIVE' } },
  });
});

afterEach(() => rmSync(folder, { recursive: true }));

const write = (content: unknown): void => writeFileSync(config, JSON.stringify(content));

test('--env takes a database from the file, or through it from the environment', () => {
  const local = parseCommand(['status', '--config', config, '--env', 'local'], {});
  expect(local).toMatchObject({ kind: 'status', connection: 'postgresql://127.0.0.1/app' });
  const live = parseCommand(['status', '--config', config, '--env', 'live'], {
    LIVE: 'postgresql://l/a',
  });
  expect(live).toMatchObject({ connection: 'postgresql://l/a' });
});

test('the file of a Schema API names environments here, too, as far as variables say them', () => {
  write({
    environments: {
      live: { connection: { variable: 'LIVE' }, group: 'eu', policy: { approval: true } },
      vault: { connection: { command: ['vault', 'read'] } },
    },
  });
  const args = ['status', '--config', config, '--env', 'live'];
  expect(() => parseCommand(args, { LIVE: 'postgresql://l/a' })).toThrow('vault has no "url"');
  write({ environments: { live: { connection: { variable: 'LIVE' }, group: 'eu' } } });
  const live = parseCommand(args, { LIVE: 'postgresql://l/a' });
  expect(live).toMatchObject({ connection: 'postgresql://l/a' });
});

test('the schema of the ledger is a flag, or the config file says it for all its environments', () => {
  write({ ledgerSchema: 'shop_migrations', environments: { local: { url: 'postgresql://l/a' } } });
  const args = ['status', '--config', config, '--env', 'local'];
  expect(parseCommand(args, {})).toMatchObject({ ledgerSchema: 'shop_migrations' });
  const flag = ['--ledger-schema', 'other'];
  expect(parseCommand([...args, ...flag], {})).toMatchObject({ ledgerSchema: 'other' });
  const rollout = parseCommand(['up', '--all', '--config', config], {});
  expect(rollout).toMatchObject({ environments: [{ ledgerSchema: 'shop_migrations' }] });
  write({
    ledgerSchema: 'shop_migrations',
    environments: { local: { url: 'postgresql://l/a', ledgerSchema: 'own_migrations' } },
  });
  expect(parseCommand(args, {})).toMatchObject({ ledgerSchema: 'own_migrations' });
  const url = parseCommand(['status', ...flag], { DATABASE_URL: 'postgresql://l/a' });
  expect(url).toMatchObject({ ledgerSchema: 'other', connection: 'postgresql://l/a' });
  write({ ledgerSchema: 1, environments: {} });
  expect(() => readEnvironments(config)).toThrow('Its "ledgerSchema" is no text.');
});

test('up --all and several --env are a rollout', () => {
  const variables = { LIVE: 'postgresql://l/a' };
  const args = ['up', '--config', config, '--to', '1.0.0', '--concurrency', '2', '--keep-going'];
  const environments = [
    { name: 'local', connection: 'postgresql://127.0.0.1/app' },
    { name: 'live', connection: 'postgresql://l/a' },
  ];
  const rollout = { kind: 'upAll', to: '1.0.0', concurrency: 2, keepGoing: true };
  expect(parseCommand([...args, '--all'], variables)).toMatchObject({ ...rollout, environments });
  expect(parseCommand([...args, '--all', '--dry-run'], variables)).toMatchObject({ dryRun: true });
  const named = [...args, '--env', 'live', '--env', 'local'];
  expect(parseCommand(named, variables)).toMatchObject({
    ...rollout,
    environments: environments.toReversed(),
  });
});

test('what an environment has of its own goes with it, and what the command says goes before it', () => {
  const own = {
    exclude: ['public.eu_*'],
    searchPath: 'app, public',
    variables: { 'app.tenant': 'eu\\west' },
    group: 'canary',
  };
  write({ environments: { eu: { url: 'postgresql://l/a?options=-c%20a.b%3Dc', ...own } } });
  const args = ['verify', '--config', config, '--exclude', 'public.log'];
  const url = new URL('postgresql://l/a');
  url.searchParams.set('options', '-c a.b=c -c app.tenant=eu\\\\west -c search_path=app,\\ public');
  const connection = url.href.replaceAll('+', '%20');
  const one = parseCommand([...args, '--env', 'eu'], {});
  expect(one).toMatchObject({ apply: { exclude: ['public.log', 'public.eu_*'] } });
  const options = (text: string): string | null => new URL(text).searchParams.get('options');
  expect(options((one as { connection: string }).connection)).toBe(options(connection));
  write({ environments: { eu: { url: "host=l dbname=a options='-c a.b=c'", ...own } } });
  const list = parseCommand([...args, '--env', 'eu'], {});
  expect(options((list as { connection: string }).connection)).toBe(options(connection));
  expect(parseCommand([...args, '--group', 'canary'], {})).toMatchObject({
    ...{ kind: 'askAll', ask: 'verify', apply: { exclude: ['public.log'] } },
    environments: [{ name: 'eu', exclude: ['public.eu_*'], groups: ['canary'] }],
  });
});

test('what is compared, and what follows from a difference, is said by environment and by command', () => {
  const own = { rights: true, schemas: { public: 'tenant_42' }, onDrift: 'warn' };
  write({
    environments: { eu: { url: 'postgresql://l/a', ...own }, us: { url: 'postgresql://l/b' } },
  });
  const parsed = (...args: string[]) => parseCommand([...args, '--config', config], {});
  const schemas = { public: 'tenant_42' };
  const inEu = { rights: true, schemas, allowDrift: true };
  expect(parsed('up', '--env', 'eu')).toMatchObject(inEu);
  expect(parsed('up', '--env', 'us')).not.toHaveProperty('allowDrift');
  expect(parsed('up', '--env', 'eu', '--on-drift', 'refuse')).toMatchObject({
    apply: { allowDrift: false },
  });
  expect(parsed('up', '--env', 'us', '--on-drift', 'warn', '--rights')).toMatchObject({
    apply: { allowDrift: true, rights: true },
  });
  const both = parsed('up', '--all', '--on-drift', 'refuse');
  if (both.kind !== 'upAll') throw new Error('unreachable');
  expect(both.environments.map((one) => optionsFor(one, both.apply))).toMatchObject([
    { rights: true, schemas, allowDrift: false },
    { allowDrift: false },
  ]);
  expect(both.environments.map((one) => optionsFor(one, {}))).toMatchObject([inEu, {}]);
});

test('--rollout takes the list apart into stages, each database in the first that has it', () => {
  const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j'];
  const environments = Object.fromEntries(
    names.map((name) => [
      name,
      { url: 'postgresql://l/a', ...('cd'.includes(name) ? { group: 'canary' } : {}) },
    ]),
  );
  write({ environments });
  const stagesOf = (rollout: string) => {
    const command = parseCommand(['up', '--all', '--config', config, '--rollout', rollout], {});
    const { stages = [] } = command.kind === 'upAll' ? command : {};
    return stages.map(({ name, environments: of }) => `${name}: ${of.map((one) => one.name)}`);
  };
  expect(stagesOf('canary,50%,rest')).toEqual(['canary: c,d', '50%: a,b,e', 'rest: f,g,h,i,j']);
  expect(stagesOf('h, 10%, 15%')).toEqual(['h: h', '10%: ', '15%: a']);
  expect(() => stagesOf('half')).toThrow('"half" is no stage of a rollout');
  expect(() => stagesOf('0%')).toThrow('"0%" is no stage');
});

test.each([
  [['status', '--env', 'nowhere'], 'There is no environment nowhere'],
  [['status', '--env', 'live'], 'takes its database from LIVE, which is not set'],
  [['down', '--all', '--to', '1.0.0'], 'down takes no --all'],
  [['status', '--rollout', 'rest'], 'status takes no --rollout'],
  [['up', '--env', 'local', '--on-drift', 'hope'], '--on-drift hope is neither of them'],
  [
    ['up', '--env', 'local', '--on-drift', 'refuse', '--allow-drift'],
    'either --on-drift refuse or',
  ],
  [['up', '--env', 'local', '--rollout', 'rest'], '--rollout is for several databases'],
  [['status', '--group', 'canary'], 'No environment is in the group canary'],
  [['up', '--all', '--concurrency', 'many'], '--concurrency many'],
  [
    ['up', '--env', 'local', '--database-url', 'postgresql://x/y'],
    'either --env or --database-url',
  ],
])('%j is refused', (args, message) => {
  expect(() => parseCommand([...args, '--config', config], {})).toThrow(message);
});

test('a file that does not name environments is refused', () => {
  expect(() => readEnvironments(join(folder, 'other.json'))).toThrow('ENOENT');
  write({ environments: { live: 'postgresql://' } });
  expect(() => readEnvironments(config)).toThrow('The environment live has no "url"');
  write([]);
  expect(() => readEnvironments(config)).toThrow('no object "environments"');
  for (const own of [
    { group: 1 },
    { searchPath: [] },
    { variables: { 'a b': 'c' } },
    { exclude: 1 },
    { rights: 'yes' },
    { onDrift: 'hope' },
    { schemas: { public: 1 } },
    { schemas: 'tenant' },
  ]) {
    write({ environments: { live: { url: 'postgresql://l/a', ...own } } });
    expect(() => readEnvironments(config)).toThrow(`"${Object.keys(own)[0]}" of the environment`);
  }
  write({ environments: { live: { url: 'postgresql://l/a', exlude: ['public.x'] } } });
  expect(() => readEnvironments(config)).toThrow('live has the key "exlude", which is none');
  expect(selectEnvironments(new Map(), 'all', {})).toEqual([]);
});
