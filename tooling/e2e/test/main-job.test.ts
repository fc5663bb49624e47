import { execFile } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { freePort } from '@schema-service/local-postgres';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { program, root, type Started, start } from './started.ts';

const execute = promisify(execFile);
const minute = 60_000;
let folder: string;
let port: number;
let app: Started;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'schema-service-e2e-'));
  port = await freePort(3);
  app = await start(join(folder, 'data'), port);
}, 5 * minute);

afterAll(async () => {
  await app?.interrupt();
  rmSync(folder, { recursive: true, force: true });
}, minute);

async function query(sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: app.databaseUrl });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

const webUrl = (): string => `http://127.0.0.1:${port + 1}`;
/** The same service, on an earlier version of the client. */
const earlierUrl = (): string => `http://127.0.0.1:${port + 2}`;

test('every frozen version is published, and the latest is the highest', async () => {
  const versions = await (await fetch(`${app.url}/versions`)).json();
  expect(JSON.stringify(versions)).toMatch(/1\.0\.0.*1\.1\.0.*2\.0\.0.*3\.0\.0/);
  const latest = await (await fetch(`${app.url}/versions/latest`)).json();
  expect(latest).toMatchObject({ version: '3.0.0', bump: 'major', previous: '2.0.0' });
});

test('the database is at the latest version', async () => {
  const { stdout } = await execute(
    process.execPath,
    [
      join(root, 'apps/migrator/dist/main.cjs'),
      'status',
      '--json',
      '--database-url',
      app.databaseUrl,
    ],
    { cwd: root },
  );
  expect(JSON.parse(stdout)).toMatchObject({ currentVersion: '3.0.0' });
});

test('it shows a token, a publication over HTTP, a run with its progress, and webhooks', async () => {
  expect(app.output()).toMatch(/publish 3\.0\.0 .*\d+ packages over HTTP/);
  expect(app.output()).toMatch(
    /migrate the database to 2\.0\.0 .*empty → 2\.0\.0, \d+ migrations \(run 1: success\)/,
  );
  expect(app.output()).toMatch(
    /migrate the database to 3\.0\.0 .*2\.0\.0 → 3\.0\.0, \d+ migrations \(run 2: success\)/,
  );
  for (const event of ['release.published 3.0.0', 'release.promoted 3.0.0', 'run.finished 2']) {
    await expect.poll(app.output).toContain(`webhook  ${event}`);
  }
  const token = readFileSync(join(folder, 'data', 'admin-token'), 'utf8').trim();
  const headers = { authorization: `Bearer ${token}` };
  const local = await (await fetch(`${app.url}/environments/local`, { headers })).json();
  expect(local).toMatchObject({ current: '3.0.0', pending: [] });
  expect((await fetch(`${app.url}/audit`)).status).toBe(401);
  const audit = await (await fetch(`${app.url}/audit`, { headers })).json();
  expect(JSON.stringify(audit)).toMatch(/run\.start.*release\.publish/);
  expect(app.output()).not.toContain(token);
});

test.each(['1.1.0', '2.0.0', '3.0.0'])(
  'a Node service installs @org/db-client@%s with npm and queries through it',
  async (version) => {
    const project = join(folder, `node-${version}`);
    mkdirSync(project);
    writeFileSync(join(project, 'package.json'), '{ "private": true, "type": "module" }');
    await execute(
      'npm',
      [
        'install',
        `@org/db-client@${version}`,
        `--@org:registry=${app.url}/npm/`,
        '--no-audit',
        '--no-fund',
      ],
      { cwd: project },
    );
    writeFileSync(
      join(project, 'main.js'),
      `import { createClient, schemaVersion } from '@org/db-client';
       const db = createClient({ connectionString: process.env.DATABASE_URL });
       console.log(JSON.stringify({ schemaVersion, products: await db.source.count() }));
       await db.$disconnect();`,
    );
    const { stdout } = await execute(process.execPath, ['main.js'], {
      cwd: project,
      env: { ...process.env, DATABASE_URL: app.databaseUrl },
    });
    expect(JSON.parse(stdout)).toEqual({ schemaVersion: version, products: expect.any(Number) });
  },
  3 * minute,
);

describe.skipIf(!process.env.TEST_PYTHON)('with Python', () => {
  test('the ingestor loaded its batch through the wheel that pip installed', async () => {
    expect(app.output()).toMatch(/✓ run ingestor .*7 reviews/);
    const [row] = await query(
      `SELECT count(*)::int AS reviews FROM reviews JOIN sources ON sources.id = source_id WHERE slug = 'trusted-reviews'`,
    );
    expect(row).toEqual({ reviews: 7 });
  });

  test(
    'a Python service installs org-db-client==3.0.0 with pip and queries through it',
    async () => {
      const environment = join(folder, 'venv');
      // The pip that is there installs into it: one of its own takes longer than all else here.
      const tools = process.env.TEST_PYTHON as string;
      await execute(tools, ['-m', 'venv', '--without-pip', environment]);
      const python = join(environment, 'bin', 'python');
      const index = ['--index-url', `${app.url}/pypi/simple/`];
      await execute(
        tools,
        ['-m', 'pip', '--python', python, 'install', ...index, 'org-db-client==3.0.0'],
        { cwd: folder },
      );
      const { stdout } = await execute(
        python,
        [
          '-c',
          'import os\nfrom org_db_client import Client, schema_version\n' +
            'with Client(os.environ["DATABASE_URL"]) as db:\n' +
            '    print(schema_version, db.published_review.count(where={"rating": {"gte": 4}}))',
        ],
        { env: { ...process.env, DATABASE_URL: app.databaseUrl } },
      );
      expect(stdout.trim()).toBe('3.0.0 4');
    },
    3 * minute,
  );

  test(
    'the Python service passes mypy --strict against the client that pip installed',
    async () => {
      await execute(
        process.env.TEST_PYTHON as string,
        ['-m', 'mypy', '--strict', '--python-executable', '.venv/bin/python', 'ingestor'],
        { cwd: join(folder, 'data/try/ingestor') },
      );
    },
    5 * minute,
  );

  test('the page of the web service shows what the ingestor loaded', async () => {
    expect(await (await fetch(webUrl())).text()).toContain('Dead after three weeks');
  });
});

test(
  'the TypeScript service compiles strictly against the client that npm installed',
  async () => {
    const project = join(folder, 'web');
    cpSync(join(root, 'apps/web'), project, {
      recursive: true,
      filter: (path) => !path.endsWith('node_modules'),
    });
    writeFileSync(join(project, '.npmrc'), `@org:registry=${app.url}/npm/\n`);
    await execute('npm', ['install', '--no-audit', '--no-fund'], { cwd: project });
    await execute('npm', ['run', 'typecheck'], { cwd: project });
    // The one on an earlier version has what it needs to run, and no more.
    const types = ['--typeRoots', join(project, 'node_modules/@types')];
    await execute(join(project, 'node_modules/.bin/tsc'), types, {
      cwd: join(folder, 'data/try/web-earlier'),
    });
  },
  3 * minute,
);

test('a review that is posted to the web service stands in the database and on the pages of every version', async () => {
  await query(`INSERT INTO products (slug, name, updated_at) VALUES ('lamp', 'A lamp', now())`);
  const post = (url: string, content: string): Promise<Response> =>
    fetch(`${url}/reviews`, {
      method: 'POST',
      body: new URLSearchParams({ product: 'lamp', author: 'Ada', rating: '4.5', content }),
    });
  const answer = await post(webUrl(), 'Bright <b>& warm');
  expect(answer.status).toBe(200);
  expect(await answer.text()).toContain('Bright &lt;b&gt;&amp; warm');
  expect(
    await query(`SELECT content, rating, status FROM reviews WHERE content LIKE 'Bright%'`),
  ).toEqual([{ content: 'Bright <b>& warm', rating: '4.5', status: 'published' }]);

  expect(await (await post(earlierUrl(), 'Dim by now')).text()).toContain('Bright &lt;b&gt;');
  for (const [url, version] of [
    [webUrl(), '2.0.0'],
    [earlierUrl(), '1.1.0'],
  ] as const) {
    const page = await (await fetch(url)).text();
    expect(page).toContain('Dim by now');
    expect(page).toContain(`@org/db-client ${version}`);
  }
  const token = readFileSync(join(folder, 'data', 'admin-token'), 'utf8').trim();
  const headers = { authorization: `Bearer ${token}` };
  const alive = await fetch(`${app.url}/environments/local/versions`, { headers });
  expect(await alive.json()).toMatchObject({
    versions: [
      { version: '1.1.0', state: 'open', schema: 'db_1_1_0' },
      { version: '2.0.0', state: 'open', schema: 'db_2_0_0' },
      { version: '3.0.0', state: 'open', schema: 'db_3_0_0' },
    ],
  });
});

test(
  'a second run on the same data is refused, and disturbs nothing',
  async () => {
    const other = await freePort(3);
    await expect(start(join(folder, 'data'), other)).rejects.toThrow(
      /START_ALREADY_RUNNING: It already runs here, at http/,
    );
    expect((await fetch(`${app.url}/readyz`)).status).toBe(200);
  },
  minute,
);

test(
  'a port that is taken is said before anything is done',
  async () => {
    await expect(start(join(folder, 'other-data'), port)).rejects.toThrow(
      new RegExp(`START_PORT_IN_USE: Port ${port}[^]*PORT=${port + 100} npm start`),
    );
  },
  minute,
);

test('the Schema API has a database of its own, and owns nothing but its schemas', async () => {
  const client = new pg.Client({
    connectionString: app.databaseUrl.replace(/[^/]+$/, 'reviews_releases'),
  });
  await client.connect();
  try {
    const { rows } = await client.query(
      `SELECT DISTINCT nspowner::regrole::text AS owner FROM pg_namespace WHERE nspname LIKE 'schema_catalog%'`,
    );
    expect(rows).toEqual([{ owner: 'reviews_schema_api' }]);
    const role = await client.query(
      `SELECT rolsuper, rolcreaterole, rolcreatedb,
         has_database_privilege(rolname, 'reviews', 'CONNECT') AS sees_reviews,
         (SELECT count(*)::int FROM pg_database WHERE datdba = pg_roles.oid) AS databases
       FROM pg_roles WHERE rolname = 'reviews_schema_api'`,
    );
    expect(role.rows).toEqual([
      {
        rolsuper: false,
        rolcreaterole: false,
        rolcreatedb: false,
        sees_reviews: false,
        databases: 0,
      },
    ]);
  } finally {
    await client.end();
  }
  expect(await query(`SELECT FROM pg_namespace WHERE nspname LIKE 'schema_catalog%'`)).toEqual([]);
});

/** The processes that the run has written down. */
function startedProcesses(): Readonly<Record<string, number>> {
  const { processes } = JSON.parse(readFileSync(join(folder, 'data', 'running.json'), 'utf8'));
  return Object.fromEntries(
    processes.map(({ name, pid }: { name: string; pid: number }) => [name, pid]),
  );
}

const status = (url: string): Promise<number> =>
  fetch(url).then(
    (answer) => answer.status,
    () => 0,
  );

test(
  'a Schema API that died is started again, and said',
  async () => {
    const before = startedProcesses()['The Schema API'] ?? 0;
    process.kill(before, 'SIGKILL');
    await expect.poll(() => app.output()).toContain('The Schema API answers again');
    expect(app.output()).toContain('The Schema API ended with SIGKILL; it is started again');
    expect(await status(`${app.url}/readyz`)).toBe(200);
    expect(startedProcesses()['The Schema API']).not.toBe(before);
  },
  minute,
);

test(
  'what a killed run leaves is ended by the next, which goes on with its database',
  async () => {
    const [before] = await query('SELECT count(*)::int AS reviews FROM reviews');
    await app.kill();
    // Nobody has told them anything.
    expect(await status(`${app.url}/readyz`)).toBe(200);
    expect(await status(`${webUrl()}/healthz`)).toBe(200);
    app = await start(join(folder, 'data'), port);
    expect(app.output()).toMatch(/^ended The Schema API \(process \d+\), left behind/m);
    expect(app.output()).toMatch(/^ended web \(process \d+\), left behind/m);
    expect(await query('SELECT count(*)::int AS reviews FROM reviews')).toEqual([before]);
    expect(await status(`${app.url}/readyz`)).toBe(200);
  },
  2 * minute,
);

test(
  'Ctrl-C stops everything with exit code 0; started again, it has lost nothing',
  async () => {
    const [before] = await query('SELECT count(*)::int AS reviews FROM reviews');
    expect(await app.interrupt()).toBe(0);
    await expect(fetch(`${app.url}/healthz`)).rejects.toThrow();
    await expect(fetch(webUrl())).rejects.toThrow();
    await expect(query('SELECT 1')).rejects.toThrow(/ECONNREFUSED/);

    app = await start(join(folder, 'data'), port);
    const [after] = await query('SELECT count(*)::int AS reviews FROM reviews');
    expect(after).toEqual(before);
  },
  2 * minute,
);

test(
  'a DATABASE_URL that holds something is refused before anything is written',
  async () => {
    await query('CREATE DATABASE taken');
    const url = app.databaseUrl.replace(/[^/]+$/, 'taken');
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    try {
      await client.query('CREATE TABLE theirs ()');
      const data = join(folder, 'refused');
      const env = {
        ...process.env,
        PORT: String(await freePort(3)),
        DATA_DIRECTORY: data,
        DATABASE_URL: url,
      };
      await expect(
        execute(process.execPath, ['--conditions=source', program], { env }),
      ).rejects.toMatchObject({
        code: 1,
        stderr: expect.stringContaining('error START_DATABASE_NOT_EMPTY: '),
      });
      expect(existsSync(data)).toBe(false);
      const { rows } = await client.query(
        `SELECT relname FROM pg_class JOIN pg_namespace n ON n.oid = relnamespace
       WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'`,
      );
      expect(rows).toEqual([{ relname: 'theirs' }]);
    } finally {
      await client.end();
    }
  },
  minute,
);
