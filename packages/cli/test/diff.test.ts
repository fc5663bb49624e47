import { createTestDatabase } from '@schema-service/local-postgres';
import { up } from '@schema-service/migrator';
import { serve } from '@schema-service/vitest-config/serve';
import pg from 'pg';
import { expect, test } from 'vitest';
import { commitAll, exampleRepository } from './released-repository.ts';
import { jsonOf, runCli } from './run-cli.ts';
import { runInProcess } from './run-in-process.ts';
import { temporaryRepository } from './temporary-repository.ts';

test('by default the latest release and the work; exit code 1 only when asked', async () => {
  using repository = exampleRepository();
  const same = await runInProcess(repository.path, ['diff', '--exit-code']);
  expect(same).toEqual({
    code: 0,
    stdout: '2.0.0 and working are the same schema.\n',
    stderr: '',
  });
  repository.write('schema/extra.prisma', 'model Extra {\n  id Int @id\n}\n');
  const changed = await runInProcess(repository.path, ['diff']);
  expect(changed.code).toBe(0);
  expect(changed.stdout).toContain('Extra\n  safe       MODEL_ADDED Extra (minor)');
  expect(changed.stdout).toContain('schema/extra.prisma:1:7');
  expect(changed.stdout).toContain('old client reads: yes');
  expect(changed.stdout).toContain('From 2.0.0 to working is a minor bump.');
  expect(await runInProcess(repository.path, ['diff', '--exit-code'])).toMatchObject({ code: 1 });
});

test('two versions as JSON and as Markdown', async () => {
  using repository = exampleRepository();
  const json = await runInProcess(repository.path, ['diff', '1.1.0', '2.0.0', '--json']);
  expect(jsonOf(json)).toMatchObject({
    kind: 'schemaDiff',
    from: { kind: 'version', label: '1.1.0' },
    to: { kind: 'version', label: '2.0.0' },
    bump: 'major',
  });
  const markdown = await runInProcess(repository.path, ['diff', '1.1.0', '2.0.0', '--markdown']);
  expect(markdown.stdout).toContain('### Schema: major bump\n\nFrom `1.1.0` to `2.0.0`: ');
  expect(markdown.stdout).toContain(
    '| `Review.content` FIELD_RENAMED `body -> content` | breaking | no | no | ',
  );
});

test('the SQL takes along what only the migrations say', async () => {
  using repository = exampleRepository();
  const schema = repository.read('schema/prospects.prisma');
  repository.write('schema/prospects.prisma', schema.replace(/^ {2}CONTACTED .*\n/m, ''));
  const { code, stdout } = await runInProcess(repository.path, ['diff', '--sql']);
  expect(code).toBe(0);
  expect(stdout).toContain('DROP INDEX public.prospects_open_company_id_key;');
  expect(stdout).toContain('CREATE UNIQUE INDEX prospects_open_company_id_key');
});

test('git references, files and folders are sides, too', async () => {
  using repository = temporaryRepository({
    'schema/a.prisma': 'model A {\n  id Int @id\n}\n',
    'schema/versions/0.0.0/schema.prisma': 'not a part of it',
  });
  commitAll(repository, 'first');
  repository.write('schema/a.prisma', 'model A {\n  id Int @id\n  b  Int?\n}\n');
  commitAll(repository, 'second');
  repository.write('other.prisma', 'model A {\n  id Int @id\n}\nmodel B {\n  id Int @id\n}\n');

  const ids = async (...sides: readonly string[]): Promise<readonly string[]> => {
    const run = await runInProcess(repository.path, ['diff', ...sides, '--json']);
    const { changes } = jsonOf(run) as { readonly changes: readonly { readonly id: string }[] };
    return changes.map(({ id }) => id);
  };
  expect(await ids('git:main')).toEqual([]);
  expect(await ids('HEAD~1')).toEqual(['FIELD_ADDED']);
  expect(await ids('main', 'other.prisma')).toEqual(['MODEL_ADDED', 'FIELD_REMOVED']);
  expect(await ids('schema', 'HEAD~1')).toEqual(['FIELD_REMOVED']);

  repository.write('schema/a.prisma', 'model A {\n  id Int @id\n  b  Nope\n}\n');
  commitAll(repository, 'broken');
  const broken = await runInProcess(repository.path, ['diff', 'HEAD', 'other.prisma']);
  expect(broken).toMatchObject({ code: 1, stdout: '' });
  expect(broken.stderr).toContain('HEAD:schema/a.prisma:3:6');
});

test.each([
  ['9.9.9', 'The frozen versions are: none yet.'],
  ['git:nope', 'There is no such version, path, branch, tag or commit.'],
  ['nope.prisma', 'There is no such version, path, branch, tag or commit.'],
  ['git:--output=x', 'There is no such version, path, branch, tag or commit.'],
])('%s is not understood', async (side, why) => {
  using repository = temporaryRepository({ 'schema/a.prisma': 'model A {\n  id Int @id\n}\n' });
  commitAll(repository, 'first');
  const run = await runInProcess(repository.path, ['diff', side]);
  expect(run).toMatchObject({ code: 2, stdout: '' });
  expect(run.stderr).toContain('error SCHEMA_REFERENCE_UNKNOWN');
  expect(run.stderr).toContain(why);
});

test('without a release there is nothing to compare with by default', async () => {
  using repository = temporaryRepository({ 'schema/a.prisma': 'model A {\n  id Int @id\n}\n' });
  const run = await runInProcess(repository.path, ['diff']);
  expect(run).toMatchObject({ code: 1, stdout: '' });
  expect(run.stderr).toContain('error RELEASE_NONE');
});

test('a folder without git', async () => {
  using repository = temporaryRepository({ 'schema/a.prisma': 'model A {\n  id Int @id\n}\n' });
  const run = await runCli(repository.path, ['diff', 'main'], {
    env: { GIT_CEILING_DIRECTORIES: '/' },
  });
  expect(run).toMatchObject({ code: 1, stdout: '' });
  expect(run.stderr).toContain('error GIT_FAILED');
});

test('a live database is a side under the names of the other one', async () => {
  using repository = exampleRepository();
  await using database = await createTestDatabase();
  const { connectionString } = database;
  await up({
    connection: connectionString,
    migrations: `${repository.path}/migrations`,
    to: '1.0.0',
  });
  const run = await runInProcess(repository.path, ['diff', '1.0.0', connectionString, '--json']);
  expect(run.code).toBe(0);
  const report = jsonOf(run) as { readonly changes: readonly { readonly id: string }[] };
  expect(report.changes).toEqual([]);
  const ahead = await runInProcess(repository.path, ['diff', connectionString, '1.1.0']);
  expect(ahead.stdout).toContain('MODEL_ADDED Company');
  expect(ahead.stdout).not.toContain('DOCUMENTATION_CHANGED');
  expect(ahead.stderr).toMatch(/^note: a database is read/);
});

test('what a release has that its schema cannot say is no difference where a live database has it, too', async () => {
  using repository = exampleRepository();
  await using database = await createTestDatabase();
  const { connectionString } = database;
  await up({ connection: connectionString, migrations: `${repository.path}/migrations` });
  const differences = async (side: string): Promise<readonly string[]> => {
    const run = await runInProcess(repository.path, ['diff', side, connectionString, '--json']);
    const { changes } = jsonOf(run) as {
      readonly changes: readonly { readonly id: string }[];
    };
    return changes.map(({ id }) => id);
  };
  // A partial unique index on a key that others refer by, another partial one, two materialized views.
  expect(await differences('latest')).toEqual([]);
  expect(await differences('working')).toEqual([]);
  const client = new pg.Client({ connectionString });
  await client.connect();
  await client.query(`
    DROP MATERIALIZED VIEW product_ratings CASCADE;
    DROP INDEX prospects_open_company_id_key;
    CREATE UNIQUE INDEX prospects_open_company_id_key ON prospects (company_id);
    CREATE INDEX reviews_helpful ON reviews (helpful_count) WHERE rating = 1`);
  await client.end();
  const found = await differences('latest');
  expect(found).toContain('VIEW_REMOVED');
  expect(found.filter((id) => id === 'VIEW_REMOVED')).toHaveLength(1);
  expect(found).toContain('UNIQUE_ADDED');
  expect(found.filter((id) => id === 'INDEX_ADDED')).toHaveLength(1);
});

test.each([
  'postgresql://someone:secret@127.0.0.1:1/none',
  'host=127.0.0.1 port=1 dbname=none user=someone password=secret',
])('%s cannot be reached, and its password is not told', async (database) => {
  using repository = exampleRepository();
  const run = await runInProcess(repository.path, ['diff', 'latest', database]);
  expect(run).toMatchObject({ code: 1, stdout: '' });
  expect(run.stderr).toContain('error DATABASE_UNREACHABLE');
  expect(run.stderr).toContain('"none" on 127.0.0.1:1');
  expect(run.stderr).not.toContain('secret');
});

test.each([
  'someone:secret@127.0.0.1:1/none',
  '"postgresql://someone:secret@127.0.0.1:1/none"',
  ' postgresql://someone:secret@127.0.0.1:1/none?role=app',
  'postgresql://someone:p@secret#x@127.0.0.1:1/none',
  'jdbc:postgresql://127.0.0.1:1/none?password=secret',
  'host=127.0.0.1 passwort=secret',
])('%s is meant as a database, refused as one, and its password not told', async (word) => {
  using repository = exampleRepository();
  for (const sides of [
    ['latest', word],
    [word, 'latest'],
  ]) {
    const run = await runInProcess(repository.path, ['diff', ...sides, '--json']);
    expect(run.code).toBe(1);
    expect(run.stderr).toMatch(
      /^error DATABASE_URL_(?:INVALID|PARAMETER_REFUSED): The database to compare with/,
    );
    expect(run.stdout + run.stderr).not.toContain('secret');
  }
});

test('--sql is what leads a database there', async () => {
  using repository = exampleRepository();
  repository.write('schema/extra.prisma', 'model Extra {\n  id Int @id\n}\n');
  const run = await runInProcess(repository.path, ['diff', '--sql']);
  expect(run).toMatchObject({ code: 0, stderr: '' });
  expect(run.stdout).toContain('CREATE TABLE "Extra"');
  const nothing = await runInProcess(repository.path, ['diff', '2.0.0', 'latest', '--sql']);
  expect(nothing).toEqual({ code: 0, stdout: '', stderr: 'The database does not change.\n' });
});

test('a likely rename is pointed out with the line that would state it, and stated is one', async () => {
  const model = (field: string) =>
    `model Post {\n  id   Int    @id\n  /// What it says.\n${field}\n}\n`;
  using repository = temporaryRepository({
    'old.prisma': model('  body String'),
    'new.prisma': model('  text String'),
    'stated.prisma': model('  /// @renamed from: body\n  text String'),
  });
  const run = await runInProcess(repository.path, ['diff', 'old.prisma', 'new.prisma']);
  expect(run.stdout).toContain('FIELD_REMOVED Post.body');
  expect(run.stdout).toContain('Renamed? Post.body -> Post.text.');
  expect(run.stdout).toContain('write above Post.text (new.prisma:4:3):');
  expect(run.stdout).toContain('    /// @renamed from: body\n');
  const stated = await runInProcess(repository.path, ['diff', 'old.prisma', 'stated.prisma']);
  expect(stated.stdout).toContain('FIELD_RENAMED Post.text');
  expect(stated.stdout).not.toContain('Renamed?');
});

/** What a Schema API answers who sends a working schema. The real one is asked in the suite of `apps/schema-api`. */
async function fakeApi() {
  const asked: string[] = [];
  const served = await serve(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    const { files } = JSON.parse(body);
    asked.push(`${request.method} ${request.url} ${request.headers.authorization}`);
    asked.push(...files.map(({ path }: { path: string }) => path));
    const times = { uploadedAt: '2026-11-29T10:00:00Z', expiresAt: '2026-12-29T10:00:00Z' };
    response.writeHead(201).end(JSON.stringify({ id: '0'.repeat(32), ...times, files }));
  });
  return { ...served, asked };
}

test('--open sends the work to a Schema API, and prints the address of the comparison', async () => {
  await using api = await fakeApi();
  using repository = exampleRepository();
  repository.write('schema/extra.prisma', 'model Extra {\n  id Int @id\n}\n');
  const env = { SCHEMA_API_TOKEN: 'a-token', SCHEMA_API_URL: `${api.url}/` };
  const opened = await runCli(repository.path, ['diff', '--open'], { env });
  expect(opened).toEqual({
    code: 0,
    stdout: `${api.url}/console/compare/2.0.0/working/${'0'.repeat(32)}\n`,
    stderr: 'Open it in a browser. The schema is kept until 2026-12-29T10:00:00Z.\n',
  });
  expect(api.asked[0]).toBe('POST /working-schemas Bearer a-token');
  expect(api.asked).toContain('schema/extra.prisma');
  const versions = ['diff', '1.1.0', '2.0.0', '--open', '--api', api.url, '--json'];
  expect(jsonOf(await runCli(repository.path, versions))).toEqual({
    kind: 'comparison',
    url: `${api.url}/console/compare/1.1.0/2.0.0`,
    expiresAt: null,
    isOpen: false,
  });
  expect(api.asked.filter((one) => one.startsWith('POST'))).toHaveLength(1);
});

test.each([
  [['working', 'latest'], '--open compares with a published version, and working is none.'],
  [['--sql'], '--open and --sql are two ways to show it.'],
])('--open with %s is not understood', async (args, message) => {
  using repository = exampleRepository();
  const api = ['--open', '--api', 'http://127.0.0.1:1'];
  const refused = await runInProcess(repository.path, ['diff', ...args, ...api]);
  expect(refused.code).toBe(2);
  expect(refused.stderr).toContain(message);
});

test('--open of what is no schema says where, and sends nothing', async () => {
  await using api = await fakeApi();
  using repository = exampleRepository();
  repository.write('schema/extra.prisma', 'model Extra {\n  id Itn @id\n}\n');
  const refused = await runInProcess(repository.path, ['diff', '--open', '--api', api.url]);
  expect(refused.code).toBe(1);
  expect(refused.stderr).toContain('schema/extra.prisma:2:6');
  expect(api.asked).toEqual([]);
});
