import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { freePort, startLocalPostgres } from '@schema-service/local-postgres';
import pg from 'pg';
import { type LoadResult, load } from './api/load.ts';
import { parentOf } from './api/processes.ts';
import { type Recorded, record } from './api/recorded.ts';
import { measureRunListeners } from './api/run-listeners.ts';
import { latest, publishSamples } from './api/sample-catalog.ts';
import { type RunningServer, startApi, startNginx, startPeer, startRaw } from './api/servers.ts';
import { median } from './measure.ts';

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '4' },
    rounds: { type: 'string', default: '3' },
    connections: { type: 'string', default: '32' },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  console.log(`pnpm bench:api [--seconds 4] [--rounds 3] [--connections 32]

Loads the Schema API with wrk on loopback, one process, and beside it raw node:http with the same
bytes and headers in memory, nginx where it is installed, and Verdaccio for what it serves. CPU is
user and system time of the process with that of PostgreSQL, from /proc, for each request; ratios
are medians over the rounds, in each of which all take their turn.`);
  process.exit(0);
}
if (spawnSync('wrk', ['-v']).error) {
  console.error(
    'error: There is no wrk on this machine.\n  fix: Debian and Ubuntu: apt-get install wrk. macOS: brew install wrk.',
  );
  process.exit(1);
}
// It adds 120 ms to every start of Node.
delete process.env.NODE_EXTRA_CA_CERTS;
const bounds = { seconds: Number(values.seconds), connections: Number(values.connections) };
const rounds = Number(values.rounds);

interface Case {
  readonly name: string;
  readonly path: string;
  /** How many times the CPU of raw node:http it may take. */
  readonly bar: number;
  readonly unchanged?: true;
  /** Sent with a token, as bearer. */
  readonly isAuthenticated?: true;
  /** The path at Verdaccio, where it serves such a thing. */
  readonly peer?: string;
}

const packument = '/npm/@org%2fdb-client-node';
const tarball = `/npm/@org/db-client-node/-/db-client-node-${latest}.tgz`;
const peerTarball = `/@org/db-client-node/-/db-client-node-${latest}.tgz`;
const cases: readonly Case[] = [
  { name: 'packument', path: packument, bar: 1.35, peer: '/@org%2fdb-client-node' },
  { name: 'schema JSON', path: `/schema/${latest}`, bar: 1.35 },
  { name: 'package, 354 kB', path: tarball, bar: 1.35, peer: peerTarball },
  { name: 'PyPI index', path: '/pypi/simple/org-db-client/', bar: 1.35 },
  { name: 'packument, 304', path: packument, bar: 1.5, unchanged: true },
  { name: 'package, 304', path: tarball, bar: 1.5, unchanged: true },
  { name: 'packument, with a token', path: packument, bar: 2, isAuthenticated: true },
  { name: 'schema JSON, with a token', path: `/schema/${latest}`, bar: 2, isAuthenticated: true },
];

const adminToken = randomBytes(32).toString('hex');
const directory = mkdtempSync(join(tmpdir(), 'bench-api-'));
const postgres = await startLocalPostgres({ directory: join(directory, 'postgres') });
const servers: RunningServer[] = [];
try {
  const client = new pg.Client({ connectionString: postgres.connectionString });
  await client.connect();
  const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
  const postmaster = parentOf(rows[0]?.pid ?? 0);
  await client.end();
  await publishSamples(postgres.connectionString);
  const api = await startApi(postgres.connectionString, postmaster, adminToken);
  servers.push(api);

  const answers: Recorded[] = [];
  const sent = new Map<Case, Readonly<Record<string, string>>>();
  for (const [index, one] of cases.entries()) {
    const headers = {
      ...(one.unchanged
        ? { 'if-none-match': (await fetch(api.url + one.path)).headers.get('etag') ?? '' }
        : {}),
      ...(one.isAuthenticated ? { authorization: `Bearer ${adminToken}` } : {}),
    };
    sent.set(one, headers);
    answers.push(await record(api.url + one.path, `/${index}`, headers));
  }
  const raw = await startRaw(directory, answers);
  servers.push(raw);
  const nginx = await startNginx(directory, await freePort(), answers);
  if (nginx) servers.push(nginx);
  else
    console.log(
      'Without nginx, the limit: it is not installed (Debian: apt-get install nginx-light).',
    );
  const peer = await startPeer(Array.from({ length: 20 }, (_, minor) => `1.${minor}.0`));
  servers.push(peer);

  console.log(`Node ${process.version}, ${rounds} rounds of ${bounds.seconds} s, ${bounds.connections} connections. CPU in µs a request; PostgreSQL's in brackets.

| | Schema API req/s | CPU | raw req/s | CPU | ratio | bar | | nginx req/s | CPU | Verdaccio req/s | CPU | times Verdaccio |
|---|---:|---:|---:|---:|---:|---:|---|---:|---:|---:|---:|---:|`);
  for (const [index, one] of cases.entries()) {
    const headers = sent.get(one) ?? {};
    const results = new Map<RunningServer, LoadResult[]>();
    // The first round lets the compilers settle, and is not counted.
    for (let round = 0; round <= rounds; round++) {
      const turns: readonly (readonly [RunningServer | undefined, string])[] = [
        [api, one.path],
        [raw, `/${index}`],
        [one.unchanged || one.isAuthenticated ? undefined : nginx, `/${index}`],
        [one.peer === undefined ? undefined : peer, one.peer ?? ''],
      ];
      for (const [server, path] of turns) {
        if (server === undefined) continue;
        const seconds = round === 0 ? 1 : bounds.seconds;
        const result = await load(server, server.url + path, headers, { ...bounds, seconds });
        if (round > 0) results.set(server, [...(results.get(server) ?? []), result]);
      }
    }
    printRow(one, results, { api, raw, nginx, peer });
  }
  const watched = await measureRunListeners(api, postgres.connectionString);
  const each = watched.bytesEach / 1000;
  console.log(
    `\n${watched.listeners} listeners of one run: ${each.toFixed(1)} kB of memory each (bar: 40, ${each < 40 ? 'met' : 'MISSED'})`,
  );
} finally {
  for (const server of servers) await server.stop();
  await postgres.stop();
  rmSync(directory, { recursive: true, force: true });
}

interface Contestants {
  readonly api: RunningServer;
  readonly raw: RunningServer;
  readonly nginx: RunningServer | undefined;
  readonly peer: RunningServer;
}

function printRow(
  { name, bar }: Case,
  results: ReadonlyMap<RunningServer, readonly LoadResult[]>,
  { api, raw, nginx, peer }: Contestants,
): void {
  const cpu = ({ serverCpu, databaseCpu }: LoadResult): number => serverCpu + databaseCpu;
  const of = (server: RunningServer | undefined): readonly LoadResult[] =>
    (server && results.get(server)) ?? [];
  const rate = (server: RunningServer | undefined): string =>
    of(server).length === 0
      ? ''
      : median(of(server).map(({ requestsPerSecond }) => requestsPerSecond)).toFixed(0);
  const each = (server: RunningServer | undefined): string =>
    of(server).length === 0 ? '' : median(of(server).map(cpu)).toFixed(1);
  const against = (measure: (result: LoadResult) => number, other: RunningServer): number =>
    median(
      of(api).flatMap((ours, round) => {
        const theirs = of(other)[round];
        return theirs === undefined ? [] : [measure(ours) / measure(theirs)];
      }),
    );
  const ratio = against(cpu, raw);
  const database = median(of(api).map(({ databaseCpu }) => databaseCpu)).toFixed(1);
  const times =
    of(peer).length === 0 ? '' : against((one) => one.requestsPerSecond, peer).toFixed(0);
  const verdict = ratio <= bar ? 'met' : 'MISSED';
  console.log(
    `| ${name} | ${rate(api)} | ${each(api)} (${database}) | ${rate(raw)} | ${each(raw)} | ${ratio.toFixed(2)} | ${bar} | ${verdict} | ${rate(nginx)} | ${each(nginx)} | ${rate(peer)} | ${each(peer)} | ${times} |`,
  );
}
