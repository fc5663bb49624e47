import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import type { RequestListener } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { serve } from '@schema-service/vitest-config/serve';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openMigrationSource } from '../src/index.ts';
import { recordText, sealed } from '../src/squash/squash-file.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'released-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(path: string, content: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), content);
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

interface Sample {
  readonly version: string;
  readonly previous: string | null;
  readonly scripts?: Readonly<Record<string, string>>;
  readonly structure?: string;
  readonly layout?: string;
  readonly squash?: { readonly script: string; readonly record: string };
  readonly clients?: unknown;
}

const samples: readonly Sample[] = [
  {
    version: '1.0.0',
    previous: null,
    scripts: { '001_init/up.sql': 'SELECT 1;', '001_init/down.sql': 'SELECT -1;' },
    structure: '{"kind":"databaseStructure","formatVersion":1,"serverMajor":18,"objects":[]}\n',
  },
  { version: '1.1.0', previous: '1.0.0', scripts: { '002_more/up.sql': 'SELECT 2;' } },
  // Words alone.
  { version: '1.1.1', previous: '1.1.0' },
  {
    version: '2.0.0',
    previous: '1.1.1',
    scripts: { '003_last/up.sql': 'SELECT 3;' },
    layout: '{"kind":"layout"}\n',
  },
];

/** The metadata as a freeze seals it. */
function metadataOf(all: readonly Sample[]): ReadonlyMap<string, Record<string, unknown>> {
  const made = new Map<string, Record<string, unknown>>();
  for (const { version, previous, scripts = {}, structure, layout, squash, clients } of all) {
    const ids = [...new Set(Object.keys(scripts).map((path) => dirname(path)))];
    const digestOf = (path: string) => (scripts[path] === undefined ? null : sha256(scripts[path]));
    // In the order of its keys, as the digest has them.
    const metadata = {
      changes: [],
      ...(clients === undefined ? {} : { clients }),
      formatVersion: 1,
      ...(layout === undefined ? {} : { layout: sha256(layout) }),
      migrations: ids.map((id) => ({
        down: digestOf(`${id}/down.sql`),
        id,
        up: digestOf(`${id}/up.sql`),
      })),
      previous,
      previousDigest: made.get(previous ?? '')?.digest ?? null,
      ...(squash === undefined
        ? {}
        : { squash: { record: sha256(squash.record), script: sha256(squash.script) } }),
      ...(structure === undefined ? {} : { structure: sha256(structure) }),
      version,
    };
    made.set(version, { ...metadata, digest: sha256(JSON.stringify(metadata)) });
  }
  return made;
}

function writeReleases(all: readonly Sample[] = samples): void {
  for (const [version, metadata] of metadataOf(all)) {
    write(`schema/versions/${version}/metadata.json`, JSON.stringify(metadata, null, 2));
  }
  for (const { version, scripts = {}, structure, layout, squash } of all) {
    for (const [path, sql] of Object.entries(scripts)) write(`migrations/${version}/${path}`, sql);
    if (structure !== undefined) write(`migrations/${version}/structure.json`, structure);
    if (layout !== undefined) write(`migrations/${version}/layout.json`, layout);
    if (squash) write(`migrations/${version}/squash.sql`, squash.script);
    if (squash) write(`migrations/${version}/squash.json`, squash.record);
  }
}

test('what a freeze writes beside the migrations of an old line is a part of the release', async () => {
  writeReleases();
  // The metadata says it, too, and counts: this one has no seal.
  write('migrations/2.0.0/previous.json', '{"previous":null}');
  const source = await openMigrationSource(folder);
  expect(idsOf(source)).toEqual(['001_init', '002_more', '003_last']);
});

const idsOf = ({ migrations }: { readonly migrations: readonly { readonly id: string }[] }) =>
  migrations.map(({ id }) => id);

describe('from a folder', () => {
  test('migrations and structures are those of the releases', async () => {
    writeReleases();
    write('migrations/README.md', 'Words.');
    const source = await openMigrationSource(folder);
    expect(source).toMatchObject({ versions: ['1.0.0', '1.1.0', '1.1.1', '2.0.0'] });
    expect(source.migrations[0]).toEqual({
      kind: 'migration',
      id: '001_init',
      version: '1.0.0',
      sequence: 1,
      up: {
        kind: 'migrationScript',
        path: '1.0.0/001_init/up.sql',
        sql: 'SELECT 1;',
        checksum: sha256('SELECT 1;'),
      },
      down: {
        kind: 'migrationScript',
        path: '1.0.0/001_init/down.sql',
        sql: 'SELECT -1;',
        checksum: sha256('SELECT -1;'),
      },
    });
    expect(idsOf(source)).toEqual(['001_init', '002_more', '003_last']);
    expect([...source.snapshots.keys()]).toEqual(['1.0.0']);
  });

  test('how clients fare is what the releases recorded, with the digest of their metadata', async () => {
    const pair = { answer: 'ok', client: '1.0.0', database: '1.1.0', missing: [] };
    const newer = { ...pair, client: '1.1.0', database: '2.0.0' };
    const recorded: Readonly<Record<string, unknown>> = { '1.1.0': [pair], '2.0.0': [newer] };
    const withClients = samples.map((one) => ({ ...one, clients: recorded[one.version] }));
    writeReleases(withClients);
    expect((await openMigrationSource(folder)).clients).toEqual([pair, newer]);
    const path = join(folder, 'schema/versions/1.1.0/metadata.json');
    writeFileSync(path, readFileSync(path, 'utf8').replace('"ok"', '"refuse"'));
    await expect(openMigrationSource(folder)).rejects.toMatchObject({
      code: 'MIGRATION_SOURCE_EDITED',
      message: expect.stringContaining('1.1.0/metadata.json: it was edited after the release'),
    });
    writeReleases(samples.map((one) => ({ ...one, clients: 'whatever' })));
    await expect(openMigrationSource(folder)).rejects.toMatchObject({
      message: expect.stringContaining('it is not the metadata of release 1.0.0'),
    });
  });

  /** What `schema-migrator squash VERSION` writes, of the samples up to there. */
  function squashTo(version: string) {
    const upTo = samples.slice(0, samples.findIndex((one) => one.version === version) + 1);
    const migrations = upTo.flatMap(({ version: of, scripts = {} }) =>
      Object.entries(scripts)
        .filter(([path]) => path.endsWith('/up.sql'))
        .map(([path, sql]) => {
          const down = scripts[path.replace('/up.sql', '/down.sql')];
          const digests = { up: sha256(sql), down: down === undefined ? null : sha256(down) };
          return { version: of, id: dirname(path), ...digests };
        }),
    );
    const script = `-- ${version}\n`;
    const record = sealed({
      ...{ kind: 'migrationSquash', formatVersion: 1, version, script: sha256(script) },
      ...{ schemas: ['public'], serverMajor: 18, migrations, leftOut: [], defaults: [] },
    });
    return { script, record: recordText(record) };
  }

  test('a new database begins with the latest squashed script that goes no further than it', async () => {
    const squashes: Readonly<Record<string, string>> = { '1.1.0': '1.0.0', '2.0.0': '1.1.0' };
    const withSquashes = samples.map((one) => {
      const to = squashes[one.version];
      return to === undefined ? one : { ...one, squash: squashTo(to) };
    });
    writeReleases(withSquashes);
    const squashOf = async (to?: string) => {
      const source = await openMigrationSource(folder, to === undefined ? {} : { to });
      const found = source.migrations.filter(({ squash }) => squash);
      return found.map(({ id, squash }) => [id, squash?.version, squash?.found.path]);
    };
    expect(await squashOf()).toEqual([['002_more', '1.1.0', '2.0.0/squash.sql']]);
    expect(await squashOf('2.0.0')).toEqual([['002_more', '1.1.0', '2.0.0/squash.sql']]);
    expect(await squashOf('1.0.0')).toEqual([['001_init', '1.0.0', '1.1.0/squash.sql']]);
    expect(await squashOf('none')).toHaveLength(1);

    write('migrations/2.0.0/squash.sql', 'SELECT 1;');
    rmSync(join(folder, 'migrations/1.1.0/squash.json'));
    write('migrations/1.0.0/squash.json', '{}');
    await expect(openMigrationSource(folder)).rejects.toMatchObject({
      code: 'MIGRATION_SOURCE_EDITED',
      meta: {
        problems: [
          expect.stringContaining('migrations/1.0.0/squash.json: it is not part of release'),
          expect.stringContaining('migrations/1.1.0/squash.json: it is missing'),
          expect.stringContaining('migrations/2.0.0/squash.sql: its SHA-256 is not'),
        ],
      },
    });
    rmSync(join(folder, 'migrations'), { recursive: true });

    // One that lacks a script of the line would make something else than its migrations.
    const { record, script } = squashTo('1.1.0');
    const other = samples.map((one) => {
      if (one.version === '1.0.0') return { ...one, scripts: { '001_init/up.sql': 'SELECT 0;' } };
      return one.version === '2.0.0' ? { ...one, squash: { record, script } } : one;
    });
    writeReleases(other);
    expect(await squashOf()).toEqual([]);
  });

  test('to a version without migrations is to the one before it that has some', async () => {
    writeReleases();
    expect((await openMigrationSource(folder, { to: '1.1.1' })).to).toBe('1.1.0');
    expect((await openMigrationSource(folder, { to: 'none' })).to).toBe('none');
  });

  test('a version has the releases that it is built on, and none of another line', async () => {
    const late = {
      version: '1.1.2',
      previous: '1.1.1',
      scripts: { '004_late/up.sql': 'SELECT 4;' },
    };
    writeReleases([...samples, late]);
    expect(idsOf(await openMigrationSource(folder))).toEqual(['001_init', '002_more', '003_last']);
    const older = await openMigrationSource(folder, { to: '1.1.2' });
    expect(idsOf(older)).toEqual(['001_init', '002_more', '004_late']);
    // What the database may have beyond the goal is there, to be taken back.
    const back = await openMigrationSource(folder, { to: '1.0.0' });
    expect(idsOf(back)).toEqual(['001_init', '002_more', '003_last']);
    // A package is of one line, whatever else there is.
    write('package.json', '{ "version": "1.1.2" }');
    expect(idsOf(await openMigrationSource(folder))).toEqual(['001_init', '002_more', '004_late']);
  });

  test.each<[string, () => void, string]>([
    [
      'an edited script',
      () => write('migrations/1.1.0/002_more/up.sql', 'SELECT 2; '),
      `migrations/1.1.0/002_more/up.sql: its SHA-256 is not ${sha256('SELECT 2;')}, as release 1.1.0 has it.`,
    ],
    [
      'an edited down',
      () => write('migrations/1.0.0/001_init/down.sql', 'SELECT 0;'),
      'migrations/1.0.0/001_init/down.sql: its SHA-256 is not',
    ],
    [
      'a down that was added',
      () => write('migrations/1.1.0/002_more/down.sql', 'SELECT 0;'),
      'migrations/1.1.0/002_more/down.sql: it is not part of release 1.1.0.',
    ],
    [
      'a script that is gone',
      () => rmSync(join(folder, 'migrations/2.0.0/003_last/up.sql')),
      'migrations/2.0.0/003_last/up.sql: it is missing.',
    ],
    [
      'a migration that was added',
      () => write('migrations/2.0.0/004_own/up.sql', 'SELECT 4;'),
      'migrations/2.0.0/004_own/up.sql: it is not part of release 2.0.0.',
    ],
    [
      'a version that is not released',
      () => write('migrations/2.1.0/004_own/up.sql', 'SELECT 4;'),
      'migrations/2.1.0: there is no release 2.1.0.',
    ],
    [
      'an edited structure',
      () => write('migrations/1.0.0/structure.json', '{}'),
      'migrations/1.0.0/structure.json: its SHA-256 is not',
    ],
    [
      'a structure that is gone',
      () => rmSync(join(folder, 'migrations/1.0.0/structure.json')),
      'migrations/1.0.0/structure.json: it is missing.',
    ],
    [
      'an edited layout',
      () => write('migrations/2.0.0/layout.json', '{}'),
      'migrations/2.0.0/layout.json: its SHA-256 is not',
    ],
    [
      'a layout that was added',
      () => write('migrations/1.0.0/layout.json', '{}'),
      'migrations/1.0.0/layout.json: it is not part of release 1.0.0.',
    ],
    [
      'edited metadata',
      () => {
        const path = 'schema/versions/1.1.0/metadata.json';
        const text = readFileSync(join(folder, path), 'utf8');
        write(path, text.replace('"formatVersion": 1', '"formatVersion": 2'));
      },
      'schema/versions/1.1.0/metadata.json: it was edited after the release.',
    ],
    [
      'metadata that was made to fit',
      () => {
        write('migrations/1.1.0/002_more/up.sql', 'SELECT 9;');
        const edited = samples.map((one) =>
          one.version === '1.1.0' ? { ...one, scripts: { '002_more/up.sql': 'SELECT 9;' } } : one,
        );
        const metadata = metadataOf(edited).get('1.1.0');
        write('schema/versions/1.1.0/metadata.json', JSON.stringify(metadata));
      },
      'schema/versions/1.1.0/metadata.json: it is not what release 1.1.1 was built on.',
    ],
    [
      'a release that is gone',
      () => rmSync(join(folder, 'schema/versions/1.1.1'), { recursive: true }),
      'schema/versions/2.0.0/metadata.json: it is built on 1.1.1, which is not here.',
    ],
    [
      'metadata of another version',
      () => {
        const text = readFileSync(join(folder, 'schema/versions/1.1.0/metadata.json'), 'utf8');
        write('schema/versions/2.0.0/metadata.json', text);
      },
      'schema/versions/2.0.0/metadata.json: it is not the metadata of release 2.0.0.',
    ],
  ])('%s is refused by its name', async (_what, damage, problem) => {
    writeReleases();
    damage();
    await expect(openMigrationSource(folder)).rejects.toMatchObject({
      code: 'MIGRATION_SOURCE_EDITED',
      message: expect.stringContaining(problem),
    });
  });

  test('a folder without metadata is none of released migrations', async () => {
    write('migrations/1.0.0/001_init/up.sql', 'SELECT 1;');
    await expect(openMigrationSource(folder)).rejects.toMatchObject({
      code: 'MIGRATION_SOURCE_INVALID',
      fix: expect.stringContaining('--dir'),
    });
  });

  test('a version that is not there is told with those that are', async () => {
    writeReleases();
    await expect(openMigrationSource(folder, { to: '3.0.0' })).rejects.toMatchObject({
      code: 'MIGRATION_SOURCE_VERSION_UNKNOWN',
      why: 'It has 1.0.0, 1.1.0, 1.1.1, 2.0.0.',
    });
  });
});

describe('from a package', () => {
  test('it is the one that is installed at the folder or above it', async () => {
    const at = mkdtempSync(join(tmpdir(), 'installed-'));
    try {
      writeReleases();
      mkdirSync(join(at, 'node_modules/@acme'), { recursive: true });
      mkdirSync(join(at, 'deploy/here'), { recursive: true });
      symlinkSync(folder, join(at, 'node_modules/@acme/db-migrations'));
      const cwd = join(at, 'deploy/here');
      const source = await openMigrationSource('@acme/db-migrations', { cwd });
      expect(source.from).toBe('@acme/db-migrations');
      expect(idsOf(source)).toHaveLength(3);
      await expect(openMigrationSource('@acme/other', { cwd })).rejects.toMatchObject({
        code: 'MIGRATION_SOURCE_NOT_FOUND',
        message: '@acme/other is not installed.',
        fix: expect.stringContaining('npm install @acme/other'),
      });
      await expect(openMigrationSource('./other', { cwd })).rejects.toMatchObject({
        code: 'MIGRATION_SOURCE_NOT_FOUND',
        message: `There is no folder ${join(cwd, 'other')}.`,
      });
    } finally {
      rmSync(at, { recursive: true });
    }
  });
});

describe('from a Schema API', () => {
  interface Answering extends AsyncDisposable {
    readonly url: string;
    readonly asked: string[];
  }

  async function answering(answer: RequestListener): Promise<Answering> {
    const asked: string[] = [];
    const served = await serve((request, response) => {
      asked.push(`${request.url} ${request.headers.authorization ?? ''}`.trim());
      answer(request, response);
    });
    return { ...served, asked };
  }

  const versionList = (latest: string | null) => ({
    latest,
    versions: samples.map(({ version, previous }) => ({ version, previous })),
  });

  function migrationList(version: string) {
    const { scripts = {}, structure } = samples.find((one) => one.version === version) ?? {};
    const metadata = metadataOf(samples).get(version);
    const migrations = [...new Set(Object.keys(scripts).map((path) => dirname(path)))].map(
      (id) => ({
        id,
        up: scripts[`${id}/up.sql`],
        down: scripts[`${id}/down.sql`] ?? null,
      }),
    );
    return { version, migrations, metadata, ...(structure === undefined ? {} : { structure }) };
  }

  const service =
    (change: (body: object, url: string) => object = (body) => body): RequestListener =>
    ({ url = '' }, response) => {
      const path = url.replace(/^\/api/, '');
      const version = path.slice('/migrations/'.length);
      const body = path === '/versions' ? versionList('2.0.0') : migrationList(version);
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify(change(body, path)));
    };

  test('releases that nobody packs are asked for one by one, below the path of the address, with its password', async () => {
    await using server = await answering(service());
    const url = server.url.replace('//', '//user:p%40ss@');
    const source = await openMigrationSource(`${url}/api/`, { to: '1.1.1' });
    expect(source).toMatchObject({ from: `${server.url}/api`, to: '1.1.0' });
    expect(idsOf(source)).toEqual(['001_init', '002_more', '003_last']);
    expect([...source.snapshots.keys()]).toEqual(['1.0.0']);
    const login = `Basic ${Buffer.from('user:p@ss').toString('base64')}`;
    expect(server.asked.toSorted()).toEqual([
      `/api/migrations/1.0.0 ${login}`,
      `/api/migrations/1.1.0 ${login}`,
      `/api/migrations/1.1.1 ${login}`,
      `/api/migrations/2.0.0 ${login}`,
      `/api/migrations/2.0.0?from=none ${login}`,
      `/api/versions ${login}`,
    ]);
  });

  test('a release whose structure is not kept there is taken without', async () => {
    await using server = await answering(
      service((body) =>
        Object.fromEntries(Object.entries(body).filter(([key]) => key !== 'structure')),
      ),
    );
    expect((await openMigrationSource(server.url)).snapshots.size).toBe(0);
  });

  test('a script that is not what was released is refused by its name', async () => {
    await using server = await answering(
      service((body, url) =>
        url === '/migrations/2.0.0'
          ? { ...body, migrations: [{ id: '003_last', up: 'DROP TABLE a;', down: null }] }
          : body,
      ),
    );
    await expect(openMigrationSource(server.url)).rejects.toMatchObject({
      code: 'MIGRATION_SOURCE_EDITED',
      message: expect.stringContaining('migrations/2.0.0/003_last/up.sql: its SHA-256 is not'),
    });
  });

  test('a version that is not published is told with those that are', async () => {
    await using server = await answering(service());
    await expect(openMigrationSource(server.url, { to: '9.0.0' })).rejects.toMatchObject({
      code: 'MIGRATION_SOURCE_VERSION_UNKNOWN',
      fix: 'Choose one of them, or publish it there first.',
    });
  });

  test.each<[string, RequestListener, string]>([
    ['a page', (_, response) => response.end('<html>'), 'did not answer as a Schema API'],
    ['another service', (_, response) => response.writeHead(404).end('{}'), 'It answered 404'],
    ['JSON of another kind', (_, response) => response.end('{"versions":{}}'), 'did not answer as'],
    [
      'a Schema API that is not ready',
      (_, response) => response.writeHead(503).end('{"code":"NOT_READY","message":"Wait."}'),
      'Wait. (NOT_READY)',
    ],
    [
      'an older Schema API, which gives nothing to verify by',
      service((body, url) => (url === '/versions' ? body : { version: '1.0.0', migrations: [] })),
      'Schema API of this version',
    ],
    [
      'a circle of redirects',
      (_, response) => response.writeHead(302, { location: '/versions' }).end(),
      'from one address to the next',
    ],
  ])('%s is refused', async (_what, answer, why) => {
    await using server = await answering(answer);
    await expect(openMigrationSource(server.url)).rejects.toMatchObject({
      code: 'MIGRATION_SOURCE_INVALID',
      why: expect.stringContaining(why),
    });
  });

  test('a redirect is followed within the server, and to no other', async () => {
    await using other = await answering(service());
    await using server = await answering((request, response) => {
      const path = request.url ?? '';
      if (path.startsWith('/api/')) return void service()(request, response);
      const location = path.startsWith('/away') ? `${other.url}/versions` : `/api${path}`;
      response.writeHead(307, { location }).end();
    });
    expect(idsOf(await openMigrationSource(server.url))).toHaveLength(3);
    const away = server.url.replace('//', '//user:secret@');
    const refused = await openMigrationSource(`${away}/away`).catch((error: Error) => error);
    expect(refused).toMatchObject({
      code: 'MIGRATION_SOURCE_INVALID',
      why: expect.stringContaining(other.url),
    });
    expect(JSON.stringify(refused)).not.toContain('secret');
    expect(other.asked).toEqual([]);
  });

  test('an address where nothing answers is told with the reason', async () => {
    const server = await answering(service());
    await server[Symbol.asyncDispose]();
    await expect(openMigrationSource(server.url)).rejects.toMatchObject({
      code: 'MIGRATION_SOURCE_UNREACHABLE',
      message: `Nothing answers at ${server.url}/versions.`,
      why: expect.stringContaining('ECONNREFUSED'),
    });
  });
});
