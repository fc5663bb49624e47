import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { createStores } from '@schema-service/catalog';
import { seededRandom } from '@schema-service/vitest-config/seeded-random';
import pg from 'pg';
import { expect, onTestFinished, test } from 'vitest';
import { buildServer } from '../../src/build-server.ts';
import { bundleOf, type Candidate, candidate, recordOf } from '../candidate.ts';
import { npmPublication, packageOf } from '../npm-publication.ts';
import { publishedCatalog, type TestCatalog } from '../published-catalog.ts';
import { samplePackages, sampleTarball } from '../sample-packages.ts';
import { testTokens } from '../test-tokens.ts';

// `pnpm test:faults` has more of both.
const publishers = Number(process.env.FAULT_PUBLISHERS ?? 4);
const kills = Number(process.env.FAULT_KILLS ?? 2);
const guard = 3_600_000;

const first = candidate('1.0.0');

/** As many releases of one version as there are publishers, each with other packages. */
const rivals = (count: number): readonly Candidate[] =>
  Array.from({ length: count }, (_, index) =>
    candidate('1.1.0', {
      previous: first,
      artifacts: [
        ...samplePackages('1.1.0').filter(({ name }) => name !== '@org/db-types'),
        sampleTarball('@org/db-types', '1.1.0', { [`dependency-${index}`]: '1.0.0' }),
      ],
    }),
  );

async function put(url: string, token: string, body: Buffer): Promise<number> {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/gzip' };
  const answer = await fetch(url, { method: 'PUT', headers, body: new Uint8Array(body) });
  await answer.arrayBuffer();
  return answer.status;
}

test(
  'many publishers of one version at once: one wins, and no reader sees a part',
  async () => {
    await using catalog = await publishedCatalog({ versions: [] });
    const token = (await (await testTokens(catalog.stores)).make('ci', 'publish')).text;
    // Two processes have no more in common than two pools.
    const other = new pg.Pool({ connectionString: catalog.connectionString });
    const servers = [
      buildServer({ stores: catalog.stores }),
      buildServer({ stores: createStores(other) }),
    ];
    const urls = await Promise.all(
      servers.map((server) => server.listen({ host: '127.0.0.1', port: 0 })),
    );
    try {
      expect(await put(`${urls[0]}/versions/1.0.0`, token, bundleOf(first))).toBe(201);
      const candidates = rivals(publishers);
      let isOver = false;
      const readers = urls.map((url) => readUntil(url, () => isOver));
      const statuses = await Promise.all(
        candidates.map((one, index) =>
          put(`${urls[index % 2]}/versions/1.1.0`, token, bundleOf(one)),
        ),
      );
      isOver = true;
      const seen = await Promise.all(readers);
      expect(statuses.filter((status) => status === 201)).toHaveLength(1);
      expect(statuses.filter((status) => status === 409)).toHaveLength(publishers - 1);
      const winner = candidates[statuses.indexOf(201)];
      if (winner === undefined) throw new Error('nobody won');
      expect(seen.flat()).toEqual([]);
      await expectWhole(catalog, winner);

      const same = await Promise.all(
        candidates.map((_, index) =>
          put(`${urls[index % 2]}/versions/1.1.0`, token, bundleOf(winner)),
        ),
      );
      expect(same).toEqual(candidates.map(() => 200));
    } finally {
      for (const server of servers) await server.close();
      await other.end();
    }
  },
  guard,
);

/** Reads the version in every form, over and over. Gives what was missing after something of it had been seen. */
async function readUntil(url: string, isOver: () => boolean): Promise<readonly string[]> {
  const missing: string[] = [];
  let isSeen = false;
  const look = async (path: string, has: (body: string) => boolean): Promise<void> => {
    const wasSeen = isSeen;
    const answer = await fetch(`${url}${path}`);
    const isThere = has(await answer.text()) && answer.ok;
    if (wasSeen && !isThere) missing.push(path);
    isSeen ||= isThere;
  };
  const has = (text: string) => (body: string) => body.includes(text);
  for (let isLast = false; !isLast; ) {
    isLast = isOver();
    await look('/versions', has('"1.1.0"'));
    await look('/schema/1.1.0', has('"1.1.0"'));
    await look('/migrations/1.1.0', has('001_init'));
    for (const name of ['db-client', 'db-client-node', 'db-types']) {
      await look(`/npm/@org%2f${name}`, has('"1.1.0"'));
      await look(`/npm/@org/${name}/-/${name}-1.1.0.tgz`, () => true);
    }
    await look('/pypi/simple/org-db-client/', has('1.1.0'));
  }
  return missing;
}

/** Every part of a release is there, once, and as it was published. */
async function expectWhole({ catalog, pool }: TestCatalog, one: Candidate): Promise<void> {
  const { version, metadata, schema, migrations } = one.release;
  expect(await catalog.findRelease(version)).toMatchObject({ metadata, schema, migrations });
  const listed = await catalog.listArtifacts({ version });
  expect(listed.map(({ filename, sha256 }) => [filename, sha256]).toSorted()).toEqual(
    one.artifacts.map(({ filename, sha256 }) => [filename, sha256]).toSorted(),
  );
  for (const { ecosystem, name, filename, bytes } of one.artifacts) {
    const found = await catalog.readArtifact(ecosystem, name, filename);
    expect(Buffer.from(found?.bytes ?? []).equals(Buffer.from(bytes))).toBe(true);
  }
  expect(await traces(pool, version)).toEqual({ releases: 1, events: 1, changes: 1, staged: 0 });
}

/** What the tables say of a version. */
async function traces(pool: pg.Pool, version: string): Promise<unknown> {
  const { rows } = await pool.query(
    `SELECT
       (SELECT count(*)::int FROM schema_catalog.release WHERE version = $1) AS releases,
       (SELECT count(*)::int FROM schema_catalog.event
         WHERE subject = $1 AND kind = 'release.published') AS events,
       (SELECT count(*)::int FROM schema_catalog.audit
         WHERE subject = $1 AND action = 'release.publish') AS changes,
       (SELECT count(*)::int FROM schema_catalog.staged_record WHERE version = $1) AS staged`,
    [version],
  );
  return rows[0];
}

test(
  'killed in the middle of a publish, over and over: the catalog is whole',
  async ({ annotate }) => {
    await using catalog = await publishedCatalog({ versions: [] });
    const token = (await (await testTokens(catalog.stores)).make('ci', 'publish')).text;
    const random = seededRandom(13);
    let process = await startProcess(catalog.connectionString);
    let previous = candidate('1.0.0', { artifacts: smallPackages('1.0.0') });
    expect(await put(`${process.url}/versions/1.0.0`, token, bundleOf(previous))).toBe(201);
    let published = 0;
    // How long the work of a publish takes here, by the publishes that were not cut off.
    let longest = 200;
    for (let kill = 1; kill <= kills; kill++) {
      // The next one starts while this one works.
      const starting = startProcess(catalog.connectionString);
      const artifacts = smallPackages(`1.${kill}.0`);
      const next = candidate(`1.${kill}.0`, { previous, artifacts });
      const url = process.url;
      const send = kill % 2 === 0 ? lastPart(url, token, next) : whole(url, token, next);
      const { publish } = await send;
      const started = performance.now();
      const sent = publish().catch(() => undefined);
      await sleep(random() * longest);
      process.child.kill('SIGKILL');
      await once(process.child, 'close');
      if ((await sent) !== undefined) longest = Math.max(50, performance.now() - started);
      const { version } = next.release;
      const found = (await traces(catalog.pool, version)) as { releases: number };
      if (found.releases === 1) {
        published++;
        await expectWhole(catalog, next);
      } else {
        expect(found).toMatchObject({ releases: 0, events: 0, changes: 0 });
        expect(await catalog.catalog.listArtifacts({ version })).toEqual([]);
      }
      process = await starting;
      // Whoever did not hear an answer sends it again.
      const again = await put(`${process.url}/versions/${version}`, token, bundleOf(next));
      expect(again).toBe(found.releases === 1 ? 200 : 201);
      await expectWhole(catalog, next);
      previous = next;
    }
    await annotate(`${kills} kills: ${published} after the release was published`);
  },
  guard,
);

/** Two packages that are made and sent in no time. */
const smallPackages = (version: string): Candidate['artifacts'] =>
  ['@org/db-client', '@org/db-types'].map((name) => {
    const manifest = { name, version };
    return packageOf(name, version, { 'package/package.json': JSON.stringify(manifest) });
  });

interface Sending {
  readonly publish: () => Promise<unknown>;
}

const whole = async (url: string, token: string, one: Candidate): Promise<Sending> => {
  const bundle = bundleOf(one);
  return { publish: () => put(`${url}/versions/${one.release.version}`, token, bundle) };
};

/** All parts of a release have come but one, which completes it. */
async function lastPart(url: string, token: string, one: Candidate): Promise<Sending> {
  const { version } = one.release;
  await put(`${url}/versions/${version}/record`, token, recordOf(one));
  const headers = { authorization: `Bearer ${token}` };
  const sends = one.artifacts.map((artifact) => async () => {
    const answer = await fetch(`${url}/npm/${artifact.name.replace('/', '%2f')}`, {
      method: 'PUT',
      headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify(npmPublication(artifact)),
    });
    await answer.arrayBuffer();
  });
  for (const send of sends.slice(0, -1)) await send();
  const last = sends.at(-1);
  if (last === undefined) throw new Error('no packages');
  return { publish: last };
}

async function startProcess(
  connectionString: string,
): Promise<{ readonly child: ChildProcess; readonly url: string }> {
  const program = join(import.meta.dirname, 'publishing-process.ts');
  const child = spawn(process.execPath, ['--conditions=source', program], {
    env: { PATH: process.env.PATH, DATABASE_URL: connectionString },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  for await (const line of createInterface({ input: child.stdout })) {
    if (line.startsWith('http')) return { child, url: line };
  }
  throw new Error('The server did not start.');
}
