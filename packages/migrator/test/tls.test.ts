import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testMajor } from '@schema-service/local-postgres';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { openSession } from '../src/connection/session.ts';
import { status, up } from '../src/index.ts';
import { ledgerOf } from '../src/tracking/ledger.ts';
import { migrationFolder } from './migration-folder.ts';
import { type OwnServer, ownServer } from './own-server.ts';
import { query } from './query.ts';

let folder: string;
let server: OwnServer;

const at = (name: string): string => join(folder, name);
const openssl = (...args: readonly string[]): Buffer =>
  execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' });

/** A certificate that `ca` signs, for a host or a client. */
function certificate(name: string, subject: string, ca: string, more = ''): void {
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  openssl('req', '-new', ...key, '-keyout', `${name}.key`, '-out', `${name}.csr`, '-subj', subject);
  writeFileSync(at(`${name}.ext`), more);
  const signed = ['-CA', `${ca}.crt`, '-CAkey', `${ca}.key`, '-CAcreateserial', '-days', '2'];
  openssl(
    'x509',
    '-req',
    '-in',
    `${name}.csr`,
    '-out',
    `${name}.crt`,
    ...signed,
    '-extfile',
    `${name}.ext`,
  );
}

function authority(name: string): void {
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'];
  openssl(
    'req',
    '-x509',
    ...key,
    '-keyout',
    `${name}.key`,
    '-out',
    `${name}.crt`,
    '-subj',
    `/CN=${name}`,
  );
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tls-'));
  authority('ours');
  authority('theirs');
  // The server is reached as localhost, which its certificate has, and as 127.0.0.1, which it has not.
  certificate('server', '/CN=localhost', 'ours', 'subjectAltName=DNS:localhost');
  certificate('me', '/CN=by_certificate', 'ours');
  openssl(
    'pkey',
    '-in',
    'me.key',
    '-aes256',
    '-passout',
    'pass:pass-phrase1',
    '-out',
    'locked.key',
  );
  server = await ownServer();
  const file = (name: string): string => server.write(name, readFileSync(at(name), 'utf8'));
  await query(server.url.href, 'CREATE ROLE by_certificate LOGIN; CREATE ROLE plain_only LOGIN');
  server.write(
    'pg_hba.conf',
    'hostssl all by_certificate all cert\nhostnossl all by_certificate all reject\nhostssl all plain_only all reject\nhost all all all trust\n',
  );
  await server.set({
    ...{ ssl: 'on', ssl_cert_file: file('server.crt'), ssl_key_file: file('server.key') },
    ssl_ca_file: file('ours.crt'),
  });
});

afterAll(async () => {
  await server?.[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true, force: true });
});

/** Whether the session is encrypted, and who it is; or the code of what kept it from being made. */
async function connected(query: string, change: Partial<URL> = {}): Promise<unknown> {
  const url = Object.assign(new URL(server.url), change);
  url.search = query.replaceAll('@', folder);
  try {
    await using session = await openSession(url.href, ledgerOf({}));
    const { rows } = await session.client.query(
      `SELECT CASE WHEN ssl THEN 'tls' ELSE 'plain' END AS how FROM pg_stat_ssl WHERE pid = pg_backend_pid()`,
    );
    return rows[0]?.how;
  } catch (error) {
    return (error as { readonly code: string }).code;
  }
}

const LOCALHOST = { hostname: 'localhost' };
const REFUSED = 'DATABASE_TLS_FAILED';
// Servers before PostgreSQL 17 take a handshake for a message that is none, and hang up.
const DIRECT = testMajor() >= 17 ? 'tls' : REFUSED;

test.each([
  ['', 'plain', 'plain'],
  ['sslmode=disable', 'plain', 'plain'],
  ['sslmode=allow', 'plain', 'plain'],
  ['sslmode=prefer', 'tls', 'tls'],
  ['sslmode=require', 'tls', 'tls'],
  ['sslmode=require&sslrootcert=@/ours.crt', 'tls', 'tls'],
  ['sslmode=require&sslrootcert=@/theirs.crt', REFUSED, REFUSED],
  ['sslmode=prefer&sslrootcert=@/theirs.crt', 'plain', 'plain'],
  ['sslmode=verify-ca&sslrootcert=@/ours.crt', 'tls', 'tls'],
  ['sslmode=verify-ca&sslrootcert=@/theirs.crt', REFUSED, REFUSED],
  ['sslmode=verify-full&sslrootcert=@/ours.crt', REFUSED, 'tls'],
  ['sslmode=verify-full&sslrootcert=@/theirs.crt', REFUSED, REFUSED],
  ['sslmode=verify-full', REFUSED, REFUSED],
  ['sslrootcert=system', REFUSED, REFUSED],
  ['sslmode=no-verify', 'tls', 'tls'],
  ['sslmode=require&sslnegotiation=direct', DIRECT, DIRECT],
])('%j: by an address %s, by the name in the certificate %s', async (query, byAddress, byName) => {
  expect(await connected(query)).toBe(byAddress);
  expect(await connected(query, LOCALHOST)).toBe(byName);
});

test.each([
  ['closes the connection', (socket: Socket) => socket.end()],
  ['resets it', (socket: Socket) => socket.resetAndDestroy()],
  ['answers in plain', (socket: Socket) => socket.end('EFATAL: invalid length of packet')],
])(
  'a server that takes no handshake without being asked, and %s, is told apart from one that is not there',
  async (_, refuse) => {
    const before17 = createServer((socket) => {
      socket.on('error', () => {}).once('data', () => refuse(socket));
    });
    await once(before17.listen(0, '127.0.0.1'), 'listening');
    onTestFinished(() => void before17.close());
    const { port } = before17.address() as AddressInfo;
    using migrations = migrationFolder({ '1.0.0/001_init/up.sql': 'SELECT 1;' });
    const server = `postgresql://me:secret@127.0.0.1:${port}/app`;
    const run = status({
      connection: `${server}?sslmode=require&sslnegotiation=direct`,
      migrations: migrations.path,
    });
    await expect(run).rejects.toMatchObject({
      code: 'DATABASE_TLS_FAILED',
      message: expect.stringContaining('sslnegotiation=direct'),
      fix: expect.stringContaining('before PostgreSQL 17'),
    });
  },
);

test('an address beside the name in the certificate', async () => {
  const query = 'sslmode=verify-full&sslrootcert=@/ours.crt&hostaddr=127.0.0.1';
  expect(await connected(query, LOCALHOST)).toBe('tls');
  expect(await connected(query, { hostname: 'db.example.org' })).toBe(REFUSED);
});

test("a client's certificate, with a key that is locked too", async () => {
  const who = { username: 'by_certificate', password: '' };
  expect(await connected('sslmode=require', who)).toBe('DATABASE_AUTHENTICATION_FAILED');
  const cert = 'sslmode=require&sslcert=@/me.crt';
  expect(await connected(`${cert}&sslkey=@/me.key`, who)).toBe('tls');
  expect(await connected(`${cert}&sslkey=@/locked.key&sslpassword=pass-phrase1`, who)).toBe('tls');
  expect(await connected(`${cert}&sslkey=@/locked.key&sslpassword=wrong-one1`, who)).toBe(REFUSED);
});

test('what pg_hba.conf lets in without TLS alone, or with it alone', async () => {
  const plain = { username: 'plain_only', password: '' };
  expect(await connected('sslmode=prefer', plain)).toBe('plain');
  expect(await connected('sslmode=allow', plain)).toBe('plain');
  expect(await connected('', plain)).toBe('plain');
  const cert = '&sslcert=@/me.crt&sslkey=@/me.key';
  const encrypted = { username: 'by_certificate', password: '' };
  expect(await connected(`sslmode=allow${cert}`, encrypted)).toBe('tls');
  expect(await connected(cert.slice(1), encrypted)).toBe('tls');
  expect(await connected(`sslmode=disable${cert}`, encrypted)).toBe(
    'DATABASE_AUTHENTICATION_FAILED',
  );
});

test('a run over TLS is cancelled over TLS, and the error says what to give', async () => {
  using migrations = migrationFolder({
    '1.0.0/001_slow/up.sql': 'SELECT pg_sleep(600);',
  });
  const url = Object.assign(new URL(server.url), LOCALHOST);
  url.search = `sslmode=verify-full&sslrootcert=${at('ours.crt')}`;
  const cancelling = new AbortController();
  const options = { connection: url.href, migrations: migrations.path };
  const run = up({ ...options, signal: cancelling.signal });
  run.catch(() => {});
  const asleep = `SELECT 1 FROM pg_stat_activity WHERE wait_event = 'PgSleep'`;
  await expect.poll(() => query(server.url.href, asleep), { timeout: 30_000 }).toHaveLength(1);
  cancelling.abort();
  await expect(run).rejects.toMatchObject({ code: 'MIGRATION_CANCELLED' });
  url.search = `sslmode=verify-full&sslrootcert=${at('theirs.crt')}`;
  await expect(status({ ...options, connection: url.href })).rejects.toMatchObject({
    code: REFUSED,
    message: `No TLS with localhost:${url.port}.`,
    fix: expect.stringContaining('sslrootcert'),
  });
});

test('a server without TLS: prefer does without, require does not', async () => {
  await server.set({ ssl: 'off' });
  await expect.poll(() => connected('sslmode=require'), { timeout: 30_000 }).toBe(REFUSED);
  expect(await connected('sslmode=prefer')).toBe('plain');
  expect(await connected('')).toBe('plain');
  expect(await connected('sslmode=verify-full&sslrootcert=@/ours.crt', LOCALHOST)).toBe(REFUSED);
});
