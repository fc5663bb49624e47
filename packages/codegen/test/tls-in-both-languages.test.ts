import { execFileSync } from 'node:child_process';
import { chownSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startLocalPostgres } from '@schema-service/local-postgres';
import { describe, expect, test } from 'vitest';
import { pythonTarget } from '../src/targets/python/python-target.ts';
import { fixtureModel, options } from './fixture.ts';
import { execute, installProject } from './installed-project.ts';
import { PYTHON, writeFiles } from './python/generated.ts';
import { run } from './run.ts';

const ASK = 'SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()';

/** Given URLs, says of each how a client of it is connected. */
const node = `
import { createClient } from '@org/db-client';
const said = [];
for (const url of process.argv.slice(2)) {
  try {
    await using db = createClient({ connectionString: url, compatibility: 'off' });
    const [{ ssl }] = await db.$queryRawUnsafe('${ASK}');
    said.push(ssl ? 'tls' : 'plain');
  } catch {
    said.push('refused');
  }
}
console.log(JSON.stringify(said));
`;

const python = `
import json, sys
from org_db_client import Client, ConnectionFailedError
said = []
for url in sys.argv[1:]:
    try:
        with Client(url, compatibility="off") as db:
            said.append("tls" if db.query_raw("${ASK}")[0]["ssl"] else "plain")
    except ConnectionFailedError:
        said.append("refused")
print(json.dumps(said))
`;

/** Makes two authorities, and a certificate of the first for the host "localhost". */
function makeCertificates(folder: string): void {
  const openssl = (...args: readonly string[]): Buffer =>
    execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' });
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'];
  for (const name of ['ours', 'theirs']) {
    const files = ['-keyout', `${name}.key`, '-out', `${name}.crt`];
    openssl('req', '-x509', ...key, ...files, '-subj', `/CN=${name}`);
  }
  const signed = ['-CA', 'ours.crt', '-CAkey', 'ours.key'];
  const host = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'];
  openssl(
    'req',
    '-x509',
    ...key,
    ...signed,
    '-keyout',
    'server.key',
    '-out',
    'server.crt',
    ...host,
  );
}

/** What a URL says of TLS; how a client is connected by the address 127.0.0.1, and by the name that the certificate has. */
type Expected = readonly (readonly [query: string, byAddress: string, byName: string])[];

const expected: Expected = [
  // As a user whom pg_hba.conf does not let in with TLS, and one whom it lets in with TLS alone.
  ['!', 'plain', 'plain'],
  ['!sslmode=prefer', 'plain', 'plain'],
  ['!sslmode=require', 'refused', 'refused'],
  ['?', 'tls', 'tls'],
  ['?sslmode=allow', 'tls', 'tls'],
  ['?sslmode=disable', 'refused', 'refused'],
  ['sslmode=disable', 'plain', 'plain'],
  ['sslmode=disable&sslaccept=strict', 'plain', 'plain'],
  ['sslmode=prefer', 'tls', 'tls'],
  ['sslmode=require', 'tls', 'tls'],
  ['sslmode=no-verify', 'tls', 'tls'],
  ['ssl=true', 'tls', 'tls'],
  ['sslmode=require&sslaccept=accept_invalid_certs', 'tls', 'tls'],
  ['sslmode=require&sslrootcert=@/ours.crt', 'tls', 'tls'],
  ['sslmode=require&sslrootcert=@/theirs.crt', 'refused', 'refused'],
  ['sslmode=require&sslaccept=strict', 'refused', 'refused'],
  ['sslmode=require&sslaccept=strict&sslrootcert=@/ours.crt', 'refused', 'tls'],
  ['sslmode=require&sslaccept=strict&sslcert=@/ours.crt', 'refused', 'tls'],
  ['sslmode=verify-ca&sslrootcert=@/ours.crt', 'tls', 'tls'],
  ['sslmode=verify-ca&sslrootcert=@/theirs.crt', 'refused', 'refused'],
  ['sslmode=verify-full&sslrootcert=@/ours.crt', 'refused', 'tls'],
  ['sslmode=verify-full&sslrootcert=@/theirs.crt', 'refused', 'refused'],
];

/** The same where PGSSLMODE is `require`, which counts where the URL says nothing. */
const expectedWithMode: Expected = [
  ['', 'tls', 'tls'],
  ['sslmode=disable', 'plain', 'plain'],
];

describe.skipIf(!PYTHON)('both clients', () => {
  test('understand what a URL says of TLS in the same way', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'tls-'));
    makeCertificates(folder);
    const server = await startLocalPostgres({ directory: join(folder, 'server'), throwaway: true });
    const { directory } = await installProject('parity');
    try {
      await useTls(server.connectionString, folder);
      await writeFiles(await pythonTarget.generate(fixtureModel('parity'), options), directory);
      writeFileSync(join(directory, 'tls.mjs'), node);
      writeFileSync(join(directory, 'tls.py'), python);
      const urlOf = (query: string, hostname: string): string => {
        const url = Object.assign(new URL(server.connectionString), { hostname });
        if (query.startsWith('?')) url.username = 'encrypted';
        if (query.startsWith('!')) url.username = 'unencrypted';
        url.search = query.replace('!', '').replaceAll('@', folder);
        return url.href;
      };
      const said = async (
        program: string,
        file: string,
        queries: Expected,
        env: Readonly<Record<string, string>> = {},
      ): Promise<unknown> => {
        const urls = queries.flatMap(([query]) => [
          urlOf(query, '127.0.0.1'),
          urlOf(query, 'localhost'),
        ]);
        const { exitCode, stdout, stderr } = await run(program, [file, ...urls], {
          cwd: directory,
          env,
        });
        expect(exitCode, stderr).toBe(0);
        const answers: readonly string[] = JSON.parse(stdout);
        return queries.map(([query], index) => [query, ...answers.slice(2 * index, 2 * index + 2)]);
      };
      for (const [program, file] of [
        [process.execPath, 'tls.mjs'],
        [PYTHON ?? '', 'tls.py'],
      ] as const) {
        expect(await said(program, file, expected)).toEqual(expected);
        const mode = { PGSSLMODE: 'require' };
        expect(await said(program, file, expectedWithMode, mode)).toEqual(expectedWithMode);
      }
    } finally {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
      rmSync(directory, { recursive: true, force: true });
    }
  });
});

/** Gives a server its certificate, in files that nobody else may read. */
async function useTls(connectionString: string, folder: string): Promise<void> {
  const data = join(folder, 'server', 'data');
  const { uid, gid } = statSync(join(data, 'PG_VERSION'));
  for (const name of ['server.crt', 'server.key']) {
    writeFileSync(join(data, name), readFileSync(join(folder, name)), { mode: 0o600 });
    chownSync(join(data, name), uid, gid);
  }
  writeFileSync(
    join(data, 'pg_hba.conf'),
    'hostnossl all encrypted all reject\nhostssl all unencrypted all reject\nhost all all all trust\n',
  );
  await execute(connectionString, 'CREATE ROLE encrypted LOGIN; CREATE ROLE unencrypted LOGIN');
  for (const setting of ["ssl_cert_file = 'server.crt'", "ssl_key_file = 'server.key'", 'ssl = on'])
    await execute(connectionString, `ALTER SYSTEM SET ${setting}`);
  await execute(connectionString, 'SELECT pg_reload_conf()');
}
