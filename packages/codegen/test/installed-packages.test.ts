import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
// @boundaries-ignore of the workspace
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core';
import { createTestDatabase, findPgbouncer, startPgbouncer } from '@schema-service/local-postgres';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Artifact } from '../src/index.ts';
import { consumer, ddl, execute, installProject } from './installed-project.ts';
import { type RunResult, run } from './run.ts';
import { temporaryFolder } from './temporary-folder.ts';

const tsc = join(
  dirname(createRequire(import.meta.url).resolve('typescript/package.json')),
  'bin/tsc',
);

let project: string;
let tarballs: readonly Artifact[];

beforeAll(async () => {
  ({ directory: project, tarballs } = await installProject());
});

afterAll(() => rmSync(project, { recursive: true, force: true }));

function compile(file: string, extra: readonly string[] = []): Promise<RunResult> {
  const strictest = ['--strict', '--exactOptionalPropertyTypes', '--noUncheckedIndexedAccess'];
  const modules = ['--module', 'nodenext', '--target', 'es2023', '--types', 'node'];
  return run(
    process.execPath,
    [
      tsc,
      '--ignoreConfig',
      '--noEmit',
      '--pretty',
      'false',
      ...strictest,
      ...modules,
      ...extra,
      file,
    ],
    { cwd: project },
  );
}

async function runConsumer(
  script: string,
  connectionString: string,
  args: readonly string[] = [],
  env: Readonly<Record<string, string>> = {},
): Promise<unknown> {
  const result = await run(process.execPath, [script, ...args], {
    cwd: project,
    env: { DATABASE_URL: connectionString, ...env },
  });
  expect(result.exitCode, result.stderr).toBe(0);
  return JSON.parse(result.stdout);
}

test('an install brings the run time, and neither a Prisma CLI nor a compiler', () => {
  const modules = readdirSync(join(project, 'node_modules'));
  expect(modules).toContain('@org');
  expect(modules).not.toContain('prisma');
  expect(modules).not.toContain('typescript');
  expect(modules).not.toContain('@prisma');
});

test('every way of resolving types finds those of the module that runs', async () => {
  const found = await Promise.all(
    tarballs.map(({ bytes }) => checkPackage(createPackageFromTarballData(bytes))),
  );
  const problems = found.flatMap<unknown>((result) =>
    result.types === false ? [result] : result.problems,
  );
  expect(problems).toEqual([]);
});

test.each([
  ['an ES module', 'modules.mts', 'node16'],
  ['a CommonJS module', 'modules.cts', 'node16'],
  ['a bundler', 'modules.mts', 'esnext'],
])('%s has the types of the client', async (_what, file, module) => {
  const source = `import { createClient, Prisma, Status, type User } from '@org/db-client';
export const status: Status = Status.ACTIVE;
export const found = (): Promise<User | null> => createClient().user.findFirst();
export const zero: Prisma.Decimal = new Prisma.Decimal(0);
`;
  writeFileSync(join(project, file), source);
  const resolution = module === 'esnext' ? ['--moduleResolution', 'bundler'] : [];
  expect(await compile(file, ['--module', module, ...resolution])).toMatchObject({
    stdout: '',
    exitCode: 0,
  });
});

test('declarations of a service name what it infers, where it reaches only what it depends on', async () => {
  const apart = temporaryFolder();
  for (const file of [
    'package.json',
    'declarations.ts',
    ...tarballs.map(({ filename }) => filename),
  ])
    cpSync(join(project, file), join(apart, file));
  const manifest = JSON.parse(readFileSync(join(apart, 'package.json'), 'utf8'));
  const { '@org/db-client': client, ...others } = manifest.dependencies;
  const alone = { ...manifest, dependencies: { '@org/db-client': client }, overrides: others };
  writeFileSync(join(apart, 'package.json'), JSON.stringify(alone));
  const installed = await run(
    'npm',
    ['install', '--no-audit', '--no-fund', '--install-strategy=linked'],
    { cwd: apart },
  );
  expect(installed.exitCode, installed.stderr).toBe(0);
  expect(readdirSync(join(apart, 'node_modules/@org'))).toEqual(['db-client']);
  const options =
    '--ignoreConfig --declaration --emitDeclarationOnly --outDir out --strict --skipLibCheck';
  const modules = '--module nodenext --target es2023 --lib es2023,esnext.disposable,dom';
  const compiled = await run(
    process.execPath,
    [tsc, ...options.split(' '), ...modules.split(' '), '--types', '', 'declarations.ts'],
    { cwd: apart },
  );
  expect(compiled).toMatchObject({ stdout: '', exitCode: 0 });
});

test('both module systems share the classes', async () => {
  const script = `import { createRequire } from 'node:module';
import * as esm from '@org/db-client';
const cjs = createRequire(import.meta.url)('@org/db-client');
const shared = ['PrismaClient', 'createClient', 'ConfigurationError', 'Status'];
console.log(JSON.stringify({
  same: shared.every((name) => esm[name] !== undefined && esm[name] === cjs[name]),
  decimal: esm.Prisma.Decimal === cjs.Prisma.Decimal,
  error: esm.Prisma.PrismaClientKnownRequestError === cjs.Prisma.PrismaClientKnownRequestError,
  names: [[esm, cjs], [cjs, esm]].flatMap(([one, other]) =>
    Object.keys(one).filter((name) => !(name in other) && name !== 'default' && name !== 'module.exports')),
}));`;
  writeFileSync(join(project, 'identity.mjs'), script);
  expect(await runConsumer('identity.mjs', '')).toEqual({
    same: true,
    decimal: true,
    error: true,
    names: [],
  });
});

/** All of them, other bundlers and package managers: `pnpm test:platforms`. */
test('the oldest Node runs a bundle of it, where no package can be found', async () => {
  const alone = temporaryFolder();
  const node = await run('npm', ['install', '--no-audit', '--no-fund', 'node@20.19'], {
    cwd: alone,
  });
  expect(node.exitCode, node.stderr).toBe(0);
  const { warnings } = await build({
    entryPoints: [join(project, 'run.cjs')],
    outfile: join(alone, 'main.cjs'),
    ...{ bundle: true, minify: true, platform: 'node', target: 'node20.19', logLevel: 'silent' },
  });
  expect(warnings).toEqual([]);
  await using database = await createTestDatabase();
  await execute(database.connectionString, ddl);
  const env = { DATABASE_URL: database.connectionString };
  const ran = await run(join(alone, 'node_modules/.bin/node'), ['main.cjs'], { cwd: alone, env });
  expect(ran).toMatchObject({ exitCode: 0, stderr: '' });
  expect(JSON.parse(ran.stdout)).toMatchObject({ big: '9007199254740993', mistake: 'P2002' });
});

test('a consumer compiles under strict options', async () => {
  expect(await compile('consumer.ts')).toMatchObject({ stdout: '', exitCode: 0 });
});

test('our declarations stand on their own too', async () => {
  const { stdout } = await compile('consumer.ts', ['--skipLibCheck', 'false']);
  expect(stdout.split('\n').filter((line) => line.includes('@org/'))).toEqual([]);
});

test("a consumer's mistakes are found, each of them and nothing else", async () => {
  const expected = readFileSync(join(consumer, 'mistakes.ts'), 'utf8')
    .split('\n')
    .flatMap((line, index) => {
      const code = /\/\/ (TS\d+)$/.exec(line)?.[1];
      return code === undefined ? [] : [`${index + 1} ${code}`];
    });
  const { stdout } = await compile('mistakes.ts');
  const found = [...stdout.matchAll(/^mistakes\.ts\((\d+),\d+\): error (TS\d+)/gm)].map(
    ([, line, code]) => `${line} ${code}`,
  );
  expect(found).toEqual(expected);
});

test.each(['run.mjs', 'run.cjs'])('%s creates and reads back on a database', async (script) => {
  await using database = await createTestDatabase();
  await execute(database.connectionString, ddl);
  expect(await runConsumer(script, database.connectionString)).toEqual({
    schemaVersion: '1.0.0',
    enums: { Status: { ACTIVE: 'ACTIVE', ARCHIVED: 'ARCHIVED' }, Size: { S: 'S', M: 'M' } },
    big: '9007199254740993',
    price: '12.3400',
    status: 'ACTIVE',
    bytes: [0, 255],
    data: { nested: [1, null, 'x'] },
    day: '2024-02-29T00:00:00.000Z',
    keyLength: 36,
    hasUpdatedAt: true,
    texts: ['a', 'b'],
    statuses: ['ARCHIVED', 'ACTIVE'],
    size: 'M',
    tags: [{ name: 'engine' }],
    group: 'Society',
    reports: ['charles@example.org'],
    postCount: '1',
    mistake: 'P2002',
    dirname: 'undefined',
  });
});

test.each(['fast', 'slow'])(
  'on the %s path prepared statements go on when a table changes under them, or the server loses them',
  async (path) => {
    await using database = await createTestDatabase();
    await execute(database.connectionString, ddl);
    expect(await runConsumer('prepared.mjs', database.connectionString, [path])).toEqual({
      goesOn: [true, true, true, true],
      inTransactions: [true, true, true, true],
      lost: [true, true, true, true],
      mistakes: ['42883', '42883', '42883'],
      plans: true,
    });
  },
);

test('a connection that the server ends costs no read an error, and no write is done twice', async () => {
  await using database = await createTestDatabase();
  await execute(database.connectionString, ddl);
  const reads = 'list one several aggregate nested batch raw begin running'.split(' ');
  const codes = {
    ...Object.fromEntries(reads.map((name) => [name, 'ok'])),
    write: 'P2039',
    writes: 'ok',
    inTransaction: 'P2039',
    afterwards: 'P1017',
  };
  expect(await runConsumer('lost.mjs', database.connectionString)).toEqual({
    fast: codes,
    slow: codes,
  });
});

interface ManyRows {
  readonly made: readonly unknown[];
  /** How many calls the fast path has answered. */
  readonly fast: number;
}

test('the ways that a call may take do not disturb one another, and answer the same', async () => {
  await using database = await createTestDatabase();
  await execute(database.connectionString, ddl);
  const [x, y] = [0.30000000000000004, Number.MAX_VALUE];
  const answers = {
    inOneTick: { same: 1, first: { email: 'tick' }, found: ['P2025', 'b', 'P2025'] },
    errors: Array.from({ length: 3 }, () => ['P2002', true, 'P2028']).flat(),
    moments: [1, true, true],
    panics: ['PrismaClientRustPanicError', 'none', 'PrismaClientRustPanicError', 'none'],
    json: [{ a: 1 }, [1, 2], [x, 1], [[]]],
    bytes: [[[0, 255], []], [[0, 255], []], [[0, 255], [], [7]], 1],
    digits: [
      ...[`${x},${y}`, `${x},${y},${x},${y}`, `${x},${y},${x},${y},${x}`, `${y},${x}`],
      ...[`${x},${y},${x}`, 1, x],
    ],
    related: ['chief,chief,chief,shared'],
    several: ['none', 'none'],
    order: [
      [1, 2, 2],
      [3, 4, 4],
      [5, 6, 6],
    ],
    pages: ['01', '01', '12', '12', '1', '1', '2', '2', '', ''],
    upserts: [['up', 'up!', 'other', 'same', 'y'], 4],
  };
  const found = (await runConsumer('fast-path.mjs', database.connectionString)) as {
    readonly fast: { readonly raw: unknown; readonly many: ManyRows };
    readonly slow: { readonly raw: unknown; readonly many: ManyRows };
  };
  const raw: unknown = expect.objectContaining({
    sent: { a: true, b: true, c: true, d: [1, 2], e: { a: 1 }, f: null },
  });
  const many: unknown = expect.objectContaining({
    counts: [2, 3, 2, 5, 2, 0, 'P2002'],
    inOne: 1,
  });
  expect(found).toEqual({
    fast: { ...answers, raw, many, isFast: true },
    slow: { ...answers, raw, many, isFast: false },
  });
  expect(found.fast.many.made).toEqual(found.slow.many.made);
  expect(found.fast.many.made).toHaveLength(12);
  // All but the one that fails.
  expect(found.fast.many.fast).toBe(8);
  expect(found.fast.raw).toEqual(found.slow.raw);
});

test('a value that an enum does not have is kept, or raised where that is asked for', async () => {
  await using database = await createTestDatabase();
  const newer = `ALTER TYPE "Status" ADD VALUE 'NEW'`;
  await execute(database.connectionString, ddl);
  await execute(database.connectionString, newer);
  await execute(
    database.connectionString,
    `INSERT INTO optionals (id, status) VALUES ('new', 'NEW');
     INSERT INTO lists (id, statuses) VALUES (gen_random_uuid(), '{active,NEW}')`,
  );
  const kept = {
    one: 'NEW',
    list: ['NEW'],
    inList: ['ACTIVE', 'NEW'],
    group: ['NEW'],
    update: 'NEW',
    upsert: 'NEW',
    batch: ['NEW', 0],
    atOnce: ['NEW', 'NEW'],
  };
  const error = "P2023 Value 'NEW' not found in enum 'Status'";
  const raised = Object.fromEntries(Object.keys(kept).map((name) => [name, error]));
  expect(await runConsumer('enums.mjs', database.connectionString)).toEqual({
    'fast default': kept,
    'slow default': kept,
    'fast raise': raised,
    'slow raise': raised,
  });
});

test('the PostgreSQL schema is chosen when the client connects, and statements are prepared on request', async () => {
  await using database = await createTestDatabase();
  await execute(
    database.connectionString,
    `${ddl}; CREATE SCHEMA other; CREATE TABLE other.tags (LIKE tags); INSERT INTO other.tags VALUES ('a'), ('b')`,
  );
  expect(await runConsumer('schema.mjs', database.connectionString)).toEqual({
    counts: { none: 0, option: 2, parameter: 2, pool: 2 },
    raw: { none: [0, 0, 0, 0], option: [2, 2, 2, 2], parameter: [2, 2, 2, 2] },
    names: {
      plain: expect.stringMatching(/^@org\/db-client-node@\d+\.\d+\.\d+$/),
      service: expect.stringMatching(/^web @org\/db-client-node@\d+\.\d+\.\d+$/),
      own: 'mine',
    },
    prepared: 1,
    poolAnswers: true,
  });
});

test('a client finds its database, says what it cannot understand, and does not wait for ever', async () => {
  await using database = await createTestDatabase();
  await execute(database.connectionString, ddl);
  const answers = await runConsumer('connections.mjs', database.connectionString);
  const exhausted = { code: 'P2024', again: 0 };
  const unreachable = ['P1001', 'P1017', 'P1001'].flatMap((code) => Array(4).fill(code));
  expect(answers).toEqual({
    starting: { failed: true, attempts: 1 },
    unreachable: [unreachable, unreachable],
    byDefault: 0,
    byUrl: 0,
    exhausted,
    exhaustedByUrl: exhausted,
    canceled: ['P2010', '57014'],
    names: ['mine', 'mine', 'ours'],
    withoutTls: 0,
    pooler: 0,
    closing: [0, 0],
    refusals: [
      expect.stringContaining('the parameter colour, which is not known'),
      expect.stringContaining('connect_timeout of the connection string is a whole number'),
      expect.stringMatching(/^(?!.*hunter22).*cannot be read/),
      expect.stringContaining('connectionString is empty'),
      expect.stringContaining("unknownEnumValues is 'keep' or 'raise'"),
      expect.stringContaining('With the option pool, max and idleTimeout would not be heeded'),
      expect.stringContaining('With the option pool, connectionString would not be heeded'),
      null,
      'The parameter connection_limit is a number of at least 1, got 0.',
      'The parameter pgbouncer of the connection string is true or false.',
      expect.stringContaining('has the parameter pool_timeout twice'),
      expect.stringContaining('one of disable, allow, prefer, require'),
      expect.stringContaining('sslmode=require'),
      'The option max is a number of at least 1, got -1.',
      'The option acquireTimeout is a number of at least 0, got NaN.',
    ],
    patient: [0, 0],
    nowhere: Array(3).fill([expect.stringContaining('set the variable DATABASE_URL')]),
  });
});

test('a client says what the database makes of its version, and refuses to go on where it is told to', async () => {
  await using database = await createTestDatabase();
  await execute(database.connectionString, ddl);
  const program = findPgbouncer();
  await using pooler = program
    ? await startPgbouncer(program, database.connectionString, 'transaction')
    : undefined;
  const env = { POOLER_URL: pooler?.connectionString ?? '' };
  const hello = '1.0.0  node';
  const refused = ['find', 'create', 'raw', 'batch', 'transaction', 'extended'];
  const both = [true, true];
  expect(await runConsumer('handshake.mjs', database.connectionString, [], env)).toEqual({
    fine: {
      before: null,
      after: {
        ...{ answer: 'ok', clientVersion: '1.0.0', databaseVersion: '1.0.0', newest: '2.0.0' },
        ...{ accepted: ['1.0.0', '2.0.0'], missing: [], message: null },
      },
      heard: ['1.0.0 web node'],
      warned: [],
    },
    services: [[hello], ['1.0.0 billing node'], []],
    extended: ['ok', 'ok'],
    moving: {
      ...{ first: [hello], early: [], inside: [], second: [hello] },
      degraded: [
        'CompatibilityWarning CLIENT_DEGRADED: @org/db-client-node 1.0.0 works in part on the database, which is ' +
          'at version 2.0.0 (versions that it accepts: 1.0.0, 2.0.0). User.nick is gone; Tag.id: its type changed. ' +
          'Upgrade @org/db-client-node to 2.0.0.',
      ],
      refused: [
        'CompatibilityWarning CLIENT_REFUSED: @org/db-client-node 1.0.0 is refused by the database, which is ' +
          'at version 3.0.0 (versions that it accepts: 2.0.0). It is too old. Upgrade @org/db-client-node to 2.0.0.',
      ],
    },
    enforced: {
      outcomes: {
        '@org/db-client-node 1.0.0 is refused by the database, which is at version 0.9.0 (versions that it accepts: 0.9.0). Not known. Migrate the database to 1.0.0.':
          [...refused, ...refused],
      },
      ...{ kept: 0, within: 0, refused: 'CLIENT_REFUSED', again: 0, warned: [] },
    },
    silent: {
      found: {
        ...{ nowhere: both, readOnly: both, noSchema: both, noFunction: both, unknown: both },
        locked: true,
      },
      warned: [],
    },
    lent: { quiet: 1, refused: 'CLIENT_REFUSED', heardOf: 2 },
    pooled: pooler ? { results: Array(4).fill('degraded'), isHeard: true, warned: 4 } : null,
    modes: 'compatibility is enforce or warn or off, got strict.',
  });
});

test('the errors of constraints say what they are about by the names of the schema', async () => {
  await using database = await createTestDatabase();
  await execute(database.connectionString, ddl);
  const email = { code: 'P2002', modelName: 'User', target: ['email'] };
  const title = { code: 'P2002', modelName: 'Post', target: ['authorId', 'title'] };
  expect(await runConsumer('errors.mjs', database.connectionString)).toEqual({
    key: email,
    many: title,
    primary: { code: 'P2002', modelName: 'User', target: ['id'] },
    nested: title,
    inTransaction: email,
    inBatch: email,
    inBatchOfTwo: email,
    relation: { code: 'P2003', modelName: 'Post', target: ['authorId'], relation: 'author' },
  });
});

test('rows are the same after JSON, and what is none of their forms is refused', async () => {
  await using database = await createTestDatabase();
  await execute(database.connectionString, ddl);
  expect(await runConsumer('json.mjs', database.connectionString)).toEqual({
    first: {
      ...{
        small: 32_767,
        big: '9223372036854775807',
        real: -1e-30,
        double: Number.MAX_VALUE,
        yes: true,
      },
      ...{ price: '99999999.9999', cash: '-1.5', text: 'ä😀"\\\n\u2028', code: 'twelve chars' },
      ...{ fixed: 'abc', ip: '::', bits: '000', key: 36, status: 'ARCHIVED', updatedAt: 24 },
      ...{ at: '+012345-01-01T00:00:00.001Z', day: '9999-12-31T00:00:00.000Z' },
      ...{ clock: '1970-01-01T23:59:59.999Z', plain: '2024-02-29T23:59:59.999Z' },
      data: {
        ...{ at: '2026-01-12T01:02:11.250Z', big: '5', toJSON: 1 },
        nested: [{ bytes: 'AP8=' }, null, 1e21],
      },
      ...{ jsonText: [], bytes: 'AAECAwQF' },
    },
    extended: { id: 1, email: 'ada@example.org', managerId: null, domain: 'example.org' },
    mistakes: [
      'TypeError: Post.id has not the form of a BigInt in JSON.',
      'TypeError: Post.id has not the form of a BigInt in JSON.',
      'TypeError: User.posts[1].id has not the form of a BigInt in JSON.',
      'TypeError: Scalars.bytes has not the form of a Bytes in JSON.',
      'TypeError: Scalars.at has not the form of a DateTime in JSON.',
      'TypeError: Scalars.price has not the form of a Decimal in JSON.',
      'TypeError: Lists.bigs[1] has not the form of a BigInt in JSON.',
      'TypeError: There is no model Nope.',
      'TypeError: posts[0].at is no date.',
    ],
  });
});

test('instants are right whatever time zone the database, the role, the URL, a pool or a transaction asks for', async () => {
  await using database = await createTestDatabase();
  await execute(database.connectionString, ddl);
  const url = new URL(database.connectionString);
  const name = url.pathname.slice(1);
  await execute(
    database.connectionString,
    `ALTER DATABASE "${name}" SET timezone TO 'America/New_York';
     CREATE ROLE "${name}" SUPERUSER LOGIN PASSWORD '${name}';
     ALTER ROLE "${name}" SET timezone TO 'Europe/Berlin';
     ALTER ROLE "${name}" SET datestyle TO 'German';
     ALTER ROLE "${name}" SET bytea_output TO 'escape';`,
  );
  url.username = name;
  url.password = name;
  const answers = await runConsumer('time-zones.mjs', database.connectionString, [
    url.href,
  ]).finally(() => execute(database.connectionString, `DROP ROLE "${name}"`));
  const instant = '2026-01-12T01:02:11.250Z';
  const right = {
    stored: [instant, instant],
    read: [instant, instant, instant],
    found: 1,
    bytes: [0, 92, 255],
  };
  const { bytes: _, ...others } = right;
  const inTransaction = { ...others, read: [instant, instant, '1850-01-01T00:00:00.000Z'] };
  const names = [
    'byDatabase',
    'byRole',
    'byUrl',
    'byPool',
    'byUsedPool',
    'byPoolOfAnotherDriver',
    'slow',
  ];
  const expected = names.flatMap((name) => [
    [name, right],
    [`${name}, again`, right],
    [`${name}, in a transaction`, inTransaction],
  ]);
  expect(answers).toEqual(Object.fromEntries(expected));
});
