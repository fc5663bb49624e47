import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { redact } from '@schema-service/errors';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readDatabaseServers, readDatabaseUrl, type Variables } from './index.ts';

let home: string;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'home-'));
});

afterEach(() => rmSync(home, { recursive: true }));

function write(name: string, content: string, mode = 0o600): string {
  const file = join(home, name);
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(file, content);
  chmodSync(file, mode);
  return file;
}

const read = (text: string, variables: Variables = {}) =>
  readDatabaseServers(text, 'It', { HOME: home, ...variables });

const first = (text: string, variables: Variables = {}) => read(text, variables).servers[0]?.[0];

/** With TLS, by what is verified, and without, in the order in which it is tried. */
const tries = (text: string): readonly string[] =>
  (read(text).servers[0] ?? []).map(({ ssl }) => {
    if (!ssl) return 'plain';
    if (!ssl.rejectUnauthorized) return 'tls';
    return ssl.checkServerIdentity ? 'verified' : 'verified with its host';
  });

test('the modes of TLS mean what libpq says, without and with a root certificate', () => {
  const root = write('ca.pem', 'a certificate');
  for (const [mode, without, withRoot] of [
    ['', ['tls', 'plain'], ['verified', 'plain']],
    ['sslmode=disable', ['plain'], ['plain']],
    ['sslmode=allow', ['plain', 'tls'], ['plain', 'verified']],
    ['sslmode=prefer', ['tls', 'plain'], ['verified', 'plain']],
    ['sslmode=require', ['tls'], ['verified']],
    ['sslmode=allow&channel_binding=require', ['tls'], ['verified']],
    ['channel_binding=require', ['tls'], ['verified']],
    ['sslmode=no-verify', ['tls'], ['tls']],
    ['sslmode=verify-full', ['verified with its host'], ['verified with its host']],
    ['ssl=true', ['verified with its host'], ['verified with its host']],
  ] as const) {
    expect(tries(`postgresql://h/db?${mode}`)).toEqual(without);
    expect(tries(`postgresql://h/db?${mode}&sslrootcert=${root}`)).toEqual(withRoot);
  }
  expect(tries(`postgresql://h/db?sslmode=verify-ca&sslrootcert=${root}`)).toEqual(['verified']);
  for (const near of ['localhost', '127.0.0.1', '[::1]']) {
    expect(tries(`postgresql://${near}/db`)).toEqual(['plain', 'tls']);
    expect(tries(`postgresql://${near}/db?sslmode=prefer`)).toEqual(['tls', 'plain']);
  }
  const strict = ['verified with its host', 'plain'];
  expect(tries('postgresql://h/db?sslmode=prefer&sslaccept=strict')).toEqual(strict);
  expect(tries('postgresql://h/db?sslrootcert=system')).toEqual(['verified with its host']);
  expect(tries('postgresql:///db?host=/run/postgresql&sslmode=require')).toEqual(['plain']);
});

test("a client's certificate, and the files in ~/.postgresql where none is named", () => {
  const cert = write('me.crt', 'mine');
  const key = write('me.key', 'my key');
  const url = `postgresql://h/db?sslmode=require&sslcert=${cert}&sslkey=${key}&sslpassword=pass-phrase1&ssl_min_protocol_version=TLSv1.3`;
  expect(first(url)?.ssl).toEqual({
    ...{ rejectUnauthorized: false, cert: 'mine', key: 'my key', passphrase: 'pass-phrase1' },
    minVersion: 'TLSv1.3',
  });
  expect(redact('pass-phrase1')).toBe('***');
  write('.postgresql/root.crt', 'root');
  write('.postgresql/postgresql.crt', 'usual');
  expect(() => read('postgresql://h/db')).toThrow('sslcert');
  write('.postgresql/postgresql.key', 'usual key');
  expect(first('postgresql://h/db?sslmode=require')?.ssl).toMatchObject({
    ...{ rejectUnauthorized: true, ca: 'root', cert: 'usual', key: 'usual key' },
  });
});

test('several hosts, each with its port or all with one, in an order or in any', () => {
  const places = (text: string): readonly string[] =>
    read(text).servers.map(([config]) => `${config?.host} ${config?.port}`);
  expect(places('postgresql://u:p@a:1,b,[::1]:3/db')).toEqual(['a 1', 'b 5432', '::1 3']);
  expect(places('postgresql://a,b/db?port=6432')).toEqual(['a 6432', 'b 6432']);
  expect(places('postgresql:///db?host=a,b&port=1,2')).toEqual(['a 1', 'b 2']);
  expect(places('postgresql://%2Frun%2Fpostgresql/db')).toEqual(['/run/postgresql 5432']);
  expect(read('postgresql://u:p@a:1,b/db').label).toBe('postgresql://a:1,b:5432/db');
  expect(() => read('postgresql://a,b,c/db?port=1,2')).toThrow('parameter port');
  const seen = new Set<string>();
  for (let round = 0; round < 200; round++) {
    seen.add(places('postgresql://a,b,c/db?load_balance_hosts=random').join());
  }
  expect(seen.size).toBe(6);
  expect(read('postgresql://a/db?target_session_attrs=standby')).toMatchObject({
    sessionAttributes: 'standby',
  });
});

test('an address in the place of a host, whose name the certificate has', () => {
  const config = first('postgresql://db.example.org/db?hostaddr=127.0.0.1&sslrootcert=system');
  expect(config?.host).toBe('127.0.0.1');
  const certificate = { subject: { CN: 'db.example.org' }, subjectaltname: '' };
  const tls = config?.ssl === false ? undefined : config?.ssl;
  const check = tls?.checkServerIdentity;
  expect(check?.('127.0.0.1', certificate as never)).toBeUndefined();
  expect(check?.('127.0.0.1', { ...certificate, subject: { CN: 'x' } } as never)).toBeDefined();
});

test("libpq's variables alone, and behind what the URL says", () => {
  const variables = {
    ...{ PGHOST: 'a,b', PGPORT: '1,2', PGDATABASE: 'shop', PGUSER: 'me', PGPASSWORD: 'se-cret 1' },
    ...{ PGSSLMODE: 'disable', PGAPPNAME: 'mine', PGOPTIONS: '-c work_mem=1MB' },
    ...{ PGCONNECT_TIMEOUT: '7', PGTARGETSESSIONATTRS: 'primary' },
  };
  const found = read('postgresql://', variables);
  expect(found).toMatchObject({ label: 'postgresql://a:1,b:2/shop', sessionAttributes: 'primary' });
  expect(found.servers).toEqual(
    [1, 2].map((port) => [
      {
        ...{ host: port === 1 ? 'a' : 'b', port, database: 'shop', user: 'me', ssl: false },
        ...{ password: 'se-cret 1', application_name: 'mine', options: '-c work_mem=1MB' },
        connectionTimeoutMillis: 7000,
      },
    ]),
  );
  expect(redact('se-cret 1')).toBe('***');
  const url = 'postgresql://you:pw@h:9/db?application_name=yours&options=&target_session_attrs=any';
  expect(read(url, variables)).toMatchObject({ sessionAttributes: 'any' });
  expect(first(url, variables)).toMatchObject({
    ...{ host: 'h', port: 9, database: 'db', user: 'you', password: 'pw' },
    application_name: 'yours',
  });
  expect(() => read('postgresql://', { PGSSLMODE: 'yes' })).toThrow('PGSSLMODE does not work here');
  expect(() => read('postgresql://', { PGREQUIREAUTH: 'none' })).toThrow('PGREQUIREAUTH');
});

test('a service of the service file, before the variables and behind the URL', () => {
  const file = write(
    'services.conf',
    '# all\n[other]\nhost=x\n\n[shop]\nhost = db.example.org\nport=6000\nuser=me\npassword=of-service-1\n[last]\nhost=y\n',
  );
  const variables = { PGSERVICEFILE: file, PGSERVICE: 'other', PGPORT: '1', PGDATABASE: 'db' };
  const expected = { host: 'db.example.org', port: 6000, user: 'me', password: 'of-service-1' };
  expect(first('postgresql://?service=shop', variables)).toMatchObject(expected);
  expect(redact('of-service-1')).toBe('***');
  expect(first('postgresql://you@/db?service=shop', variables)).toMatchObject({ user: 'you' });
  expect(first('postgresql://', variables)).toMatchObject({ host: 'x', port: 1, database: 'db' });
  write('.pg_service.conf', '[mine]\nhost=h\nunheard_of=1\n');
  expect(() => read('postgresql://?service=mine')).toThrow(
    'the service mine has the parameter unheard_of',
  );
});

test('a password file, by the rules of libpq', () => {
  const password = (text: string, variables: Variables = {}): string => {
    const found = first(text, variables)?.password ?? '';
    return typeof found === 'string' ? `given: ${found}` : found();
  };
  expect(() => password('postgresql://u@h/db')).toThrow('no password supplied: there is no ');
  const file = write(
    '.pgpass',
    '# h:5432:db:u:comment\nh:5432:other:u:wrong\nh:5432:db:u:by-file-1\\:x\\\\y\nlocalhost:*:*:u:socket-1\n*:*:*:any\\:one:last-1\n',
  );
  expect(password('postgresql://u@h/db')).toBe('by-file-1:x\\y');
  expect(redact('by-file-1:x\\y')).toBe('***');
  expect(password('postgresql://u@/db?host=/run/postgresql')).toBe('socket-1');
  expect(password('postgresql://any%3Aone@elsewhere:1/db')).toBe('last-1');
  expect(password('postgresql://u:own@h/db')).toBe('given: own');
  expect(password('postgresql://u@h/db', { PGPASSWORD: 'own' })).toBe('given: own');
  expect(() => password('postgresql://u@h:1/db')).toThrow('has no line for h:1:db:u');
  const other = write('other', 'h:*:*:*:other-1\n');
  expect(password(`postgresql://u@h/db?passfile=${other}`)).toBe('other-1');
  expect(password('postgresql://u@h/db', { PGPASSFILE: other })).toBe('other-1');
  expect(readDatabaseUrl('postgresql://u@h/db', 'It', { HOME: home }).config.password).toBe(
    'by-file-1:x\\y',
  );
  chmodSync(file, 0o640);
  expect(() => password('postgresql://u@h/db')).toThrow('is for others to read as well');
});

test('a variable may be in a file, as secrets are mounted', () => {
  const file = write('password', 'mounted-1\n', 0o644);
  expect(first('postgresql://h/db', { PGPASSWORD_FILE: file })?.password).toBe('mounted-1');
  expect(redact('mounted-1')).toBe('***');
  expect(() => read('postgresql://h', { PGPASSWORD_FILE: file, PGPASSWORD: 'x' })).toThrow(
    'PGPASSWORD and PGPASSWORD_FILE are both set.',
  );
  expect(() => read('postgresql://h', { PGPASSWORD_FILE: '/nowhere' })).toThrow(
    'The file of PGPASSWORD_FILE cannot be read.',
  );
});

test.each([
  ['schema=app', '-c search_path=app'],
  ['schema=My App', '-c search_path="My\\ App"'],
  ['schema=public', undefined],
  ['search_path=app', '-c search_path=app'],
  ['search_path=app, public', '-c search_path=app,\\ public'],
  ['currentSchema=a,b', '-c search_path=a,b'],
  ['schema=app&options=-c work_mem=64MB', '-c search_path=app -c work_mem=64MB'],
])('%s is the search path of the session', (query, options) => {
  expect(first(`postgresql://h/db?${query}`)?.options).toBe(options);
});
