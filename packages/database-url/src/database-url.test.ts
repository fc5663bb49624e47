import { redact } from '@schema-service/errors';
import { describe, expect, test } from 'vitest';
import { looksLikeDatabaseUrl, readDatabaseUrl } from './index.ts';

/** An environment that says nothing, of a user without any files. */
const NONE = { HOME: '/nowhere' };

const refusal = (text: string, what?: string): Record<string, unknown> => {
  try {
    readDatabaseUrl(text, what, NONE);
  } catch (error) {
    return JSON.parse(JSON.stringify(error)) as Record<string, unknown>;
  }
  throw new Error(`${text} was not refused.`);
};

test.each([
  ['postgresql://u:secret@h:5432/db', 'postgresql://h:5432/db'],
  [' postgres://u@h/db\n', 'postgresql://h/db'],
  ['POSTGRESQL://h/db', 'postgresql://h/db'],
  ['postgresql:///db', 'postgresql://localhost/db'],
  ['postgresql://u:secret@/db?host=/run/postgresql', 'postgresql:///run/postgresql/db'],
  ['postgresql://[::1]:5432/db', 'postgresql://[::1]:5432/db'],
  ['postgresql://h/db?host=other&port=6432', 'postgresql://other:6432/db'],
  ['postgresql://u:a:b@h/db', 'postgresql://h/db'],
  ['postgresql://u:p%40ss%2Fw%23rd@h/db', 'postgresql://h/db'],
])('%j is read, and shown without its secrets', (text, label) => {
  expect(readDatabaseUrl(text)).toMatchObject({
    label,
    connectionString: text.trim(),
  });
});

test('a space and a loose % are encoded, and what is encoded already stays', () => {
  const { connectionString, config } = readDatabaseUrl(
    'postgresql://u:a%2Fb 5%@h/db?options=-c a=b',
  );
  expect(config).toMatchObject({ password: 'a/b 5%', options: '-c a=b' });
  expect(connectionString).toBe('postgresql://u:a%2Fb%205%25@h/db?options=-c%20a=b');
});

test.each([
  ['', 'It is empty.'],
  ['  ', 'It is empty.'],
  ['"postgresql://u:hunter22@h/db"', 'It is in quotes.'],
  ["'postgresql://u:hunter22@h/db'", 'It is in quotes.'],
  ['jdbc:postgresql://u:hunter22@h/db?password=hunter22', 'It is a URL of JDBC.'],
  ['password=12 hunter22 host=h', 'There is a word in it without a =.'],
  ['password=12 hunter22=x host=h', 'A blank ends the password too early.'],
  ["password='it's hunter22'", 'There is a word in it without a =.'],
  ["host=h password='hunter22", 'A quote in it is not closed.'],
  ['host=h1,h2 password=hunter22', 'There are several hosts'],
  ['"host=h password=hunter22"', 'It is in quotes.'],
  ['u:hunter22@h/db', 'It does not begin with postgresql://.'],
  ['/run/postgresql db', 'It does not begin with postgresql://.'],
  ['mysql://u:hunter22@h/db', 'It is the URL of something else than PostgreSQL.'],
  ['postgresql+psycopg://u:hunter22@h/db', 'It is the URL of something else than PostgreSQL.'],
  ['postgresql://u:hunter22@x@h/db', 'A character in it ends'],
  ['postgresql://u:hunter22/x@h/db', 'A character in it ends'],
  ['postgresql://u:12/hunter22@h/db', 'A character in it ends'],
  ['postgresql://u:hunter22#x@h/db', 'A character in it ends'],
  ['postgresql://u:12#hunter22@h/db', 'A character in it ends'],
  ['postgresql://u:hunter22?x@h/db', 'A character in it ends'],
  ['postgresql://u:12?hunter22@h/db', 'A character in it ends'],
  ['postgresql://u:hunter22%E0@h/db', 'A character in it ends'],
  ['postgresql://u:hunter22@h:port/db', 'A character in it ends'],
  ['postgresql://u:hunter22@h1:5432,h2:5432/db', 'There are several hosts'],
  ['postgresql://u:hunter22@h/db?host=h1,h2', 'There are several hosts'],
  ['postgresql://h/db?password=12&hunter22=x', 'A character in it ends'],
])('%j is refused, and nothing of it is told', (text, why) => {
  const error = refusal(text, 'DATABASE_URL');
  expect(error.message).toMatch(/^DATABASE_URL (?:cannot be read|has the parameter host)/);
  expect(error.why).toContain(why);
  expect(error.fix).toMatch(
    /\/\/user:password@host:5432\/database|password=password dbname='|takes changes/,
  );
  expect(JSON.stringify(error)).not.toContain('hunter22');
});

// Each as PQconninfoParse of libpq 18 reads it.
test.each([
  ['host=h dbname=db user=me', { host: 'h', database: 'db', user: 'me' }],
  [' host = h\tport\n= 6432 ', { host: 'h', port: 6432 }],
  ["user='my self'dbname='a\\'' ", { user: 'my self', database: "a'" }],
  ["password='it\\'s \\\\ mine' host=h", { password: "it's \\ mine" }],
  ["password=it's\\ m\\ine host=h", { password: "it's mine" }],
  ['password=p%40s+s://x@y/z?a#b&c host=h', { password: 'p%40s+s://x@y/z?a#b&c' }],
  ['host=h password=ends\\  ', { password: 'ends ' }],
  ['host=a host=h dbname=', { host: 'h' }],
  ["host='' dbname=db", { host: 'localhost', database: 'db' }],
  ['host= dbname=db', { host: 'dbname=db' }],
  ['host=/run/postgresql dbname=db', { host: '/run/postgresql', ssl: false }],
  ["dbname=db options='-c work_mem=1MB'", { options: '-c work_mem=1MB' }],
  ['host=h sslmode=require', { ssl: { rejectUnauthorized: false } }],
])('%j is read as libpq reads it, and as the URL that says the same', (text, expected) => {
  const { config, label, connectionString } = readDatabaseUrl(text, 'It', NONE);
  expect(config).toMatchObject(expected);
  expect(connectionString).toMatch(/^postgresql:\/\/\//);
  expect(readDatabaseUrl(connectionString, 'It', NONE)).toMatchObject({ config, label });
});

test('the database is in the path of the URL, wherever it was written', () => {
  const { connectionString } = readDatabaseUrl(
    'postgresql://u:p%40@h:1/db?dbname=my db',
    'x',
    NONE,
  );
  expect(connectionString).toBe('postgresql:///my%20db?user=u&password=p%40&host=h&port=1');
});

test('a + in a URL is one, and a blank in options', () => {
  const { config } = readDatabaseUrl(
    'postgresql://h/db?password=a+b%2Bc&options=-c+a=b',
    'x',
    NONE,
  );
  expect(config).toMatchObject({ password: 'a+b+c', options: '-c a=b' });
});

test('a password that was read, or could not be, is kept from every later message', () => {
  readDatabaseUrl('postgresql://u:corr%40ct-horse@h/db');
  expect(redact('it is corr@ct-horse or corr%40ct-horse')).toBe('it is *** or ***');
  refusal('postgresql://u:b@ttery/staple@h/db');
  expect(redact('it is b@ttery/staple')).toBe('it is ***');
  readDatabaseUrl('postgresql://h/db?password=tr0ub4dor');
  expect(redact('it is tr0ub4dor')).toBe('it is ***');
  readDatabaseUrl("host=h password='it\\'s a key'");
  expect(redact("it is it's a key")).toBe('it is ***');
});

test('one that is the name of the user, the host or the database is hidden in its place alone', () => {
  readDatabaseUrl('postgresql://postgres:postgres@h/db');
  readDatabaseUrl('postgresql://u:database1@database1:5432/db');
  refusal('postgresql://someone1:someone1@h@h/db');
  const text = 'user "postgres" of database1, someone1, at postgresql://postgres:postgres@h/db';
  expect(redact(text)).toBe(text.replace(':postgres@', ':***@'));
});

describe('parameters', () => {
  test.each([
    'sslmode=require&uselibpqcompat=true',
    'sslmode=verify-full&channel_binding=require',
    'ssl=true',
    'application_name=me@here',
    'options=-c%20search_path%3Dapp',
    'options=-c+search_path=app',
    'target_session_attrs=read-write',
    'keepalives=1&keepalives_idle=30&keepalives_interval=10&keepalives_count=3',
    'schema=public',
    'pgbouncer=true&connection_limit=1&pool_timeout=0',
    'client_encoding=UTF8',
    'lock_timeout=5000&statement_timeout=0',
  ])('%s works', (query) => {
    expect(() => readDatabaseUrl(`postgresql://h/db?${query}`)).not.toThrow();
  });

  test('those that node-postgres takes no notice of are put where it does', () => {
    const query = 'connect_timeout=3&keepalives=0&keepalives_idle=9&channel_binding=prefer';
    expect(readDatabaseUrl(`postgresql://h/db?${query}`).config).toMatchObject({
      connectionTimeoutMillis: 3000,
      keepAlive: false,
      keepAliveInitialDelayMillis: 9000,
      enableChannelBinding: true,
    });
    expect(readDatabaseUrl('postgresql://u@h/db', 'x', NONE).config).toEqual({
      ...{ host: 'h', port: 5432, user: 'u', database: 'db', ssl: false },
    });
  });

  test.each([
    ['role=app', 'role', 'options=-c%20role%3Dapp'],
    ['work_mem=64MB', 'work_mem', 'options=-c%20work_mem%3DVALUE'],
    ['Schema=app', 'Schema', 'Leave it out.'],
    ['constructor=x', 'constructor', 'Leave it out.'],
    ['sslmode=Require', 'sslmode', 'Write one of them.'],
    ['sslmode=verify-ca', 'sslmode', 'Add sslrootcert=PATH'],
    ['sslmode=require&sslrootcert=system', 'sslmode', 'sslmode=verify-full'],
    ['sslmode=disable&channel_binding=require', 'channel_binding', 'sslmode=require'],
    ['sslmode=prefer&sslnegotiation=direct', 'sslnegotiation', 'sslmode=require'],
    ['require_auth=scram-sha-256', 'require_auth', 'pg_hba.conf'],
    ['service=nowhere', 'service', 'PGSERVICEFILE'],
    ['load_balance_hosts=always', 'load_balance_hosts', 'Write one of them.'],
    ['ssl=false', 'ssl', 'sslmode=disable'],
    ['sslaccept=accept_invalid_certs', 'sslaccept', 'sslmode=no-verify'],
    ['sslrootcert=/nowhere/ca.pem', 'sslrootcert', 'Correct the path'],
    ['lock_timeout=5s', 'lock_timeout', 'Write the number alone.'],
    ['connect_timeout=soon', 'connect_timeout', 'Write the number alone.'],
    ['target_session_attrs=master', 'target_session_attrs', 'Write one of them.'],
    ['target_session_attrs=standby', 'target_session_attrs', 'Write read-write'],
    ['gssencmode=require', 'gssencmode', 'Write one of them.'],
    ['client_encoding=LATIN1', 'client_encoding', 'Write one of them.'],
    ['sslpassword=hunter22&database=x', 'database', 'behind the host'],
    ['replication=true', 'replication', 'Leave it out.'],
  ])('%s is refused by name, with what to write', (query, parameter, fix) => {
    const error = refusal(`postgresql://u:hunter22@h:5432/db?${query}`, 'EU_URL');
    expect(error).toMatchObject({
      code: 'DATABASE_URL_PARAMETER_REFUSED',
      message: `EU_URL has the parameter ${parameter}, which does not work here as it is.`,
      why: expect.any(String),
      fix: expect.stringContaining(fix),
      meta: { parameter },
    });
    expect(JSON.stringify(error)).not.toContain('hunter22');
  });
});

test.each([
  ['postgresql://h/db', true],
  ['"postgres://h/db"', true],
  [' postgresql://h/db', true],
  ['jdbc:postgresql://h/db', true],
  ['postgresql+psycopg://h/db', true],
  ['host=h dbname=db', true],
  ['sslmode = require', true],
  ['u:pw@h/db', true],
  ['u:p@ss/w#rd@h:5432/db', true],
  ['git:main', false],
  ['origin/main', false],
  ['main@{1}', false],
  ['1.1.0', false],
  ['schema/schema.prisma', false],
])('%j is meant as a database: %s', (word, isMeant) => {
  expect(looksLikeDatabaseUrl(word)).toBe(isMeant);
});
