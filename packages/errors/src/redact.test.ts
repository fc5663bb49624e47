import { expect, test } from 'vitest';
import { formatError, keepSecret, redact, redactValue, SchemaServiceError } from './index.ts';

test.each([
  ['postgresql://u:hunter2@h:5432/db', 'postgresql://u:***@h:5432/db'],
  ['at postgres://u:hunter2@h/db.', 'at postgres://u:***@h/db.'],
  ['"postgresql://u:hunter2@h/db"', '"postgresql://u:***@h/db"'],
  [' postgresql://u:hunter2@h/db', ' postgresql://u:***@h/db'],
  ['postgresql://u:p@ss/w#rd?x@h:5432/db', 'postgresql://u:***@h:5432/db'],
  ["postgresql://u:it's`@h/db", 'postgresql://u:***@h/db'],
  ['postgresql://u:p%40ss%2Fw@h/db', 'postgresql://u:***@h/db'],
  ['postgresql://:hunter2@/db', 'postgresql://:***@/db'],
  ['postgresql+psycopg://u:hunter2@h/db', 'postgresql+psycopg://u:***@h/db'],
  [
    'jdbc:postgresql://u:hunter2@h:5432/db?password=hunter2',
    'jdbc:postgresql://u:***@h:5432/db?password=***',
  ],
  [
    'jdbc:postgresql://h/db?user=u&password=x&ssl=true',
    'jdbc:postgresql://h/db?user=u&password=***&ssl=true',
  ],
  ['https://u:token@h:4000/npm/@org/x', 'https://u:***@h:4000/npm/@org/x'],
  ['mysql://u:hunter2@h/db', 'mysql://u:***@h/db'],
  ['u:hunter2@h/db', 'u:***@h/db'],
  ['u:hunter2@h:5432', 'u:***@h:5432'],
  ['Too many words: u:hunter2@h', 'Too many words: u:***@h'],
  ['//u:hunter2@h/db', '//u:***@h/db'],
  ['u:hunter2@h1:1,h2:2/db', 'u:***@h1:1,h2:2/db'],
  ['postgresql://u:hunter2@h1:1,h2:2/db', 'postgresql://u:***@h1:1,h2:2/db'],
  ["Unknown option '--u:hunter2@h/db'", "Unknown option '--u:***@h/db'"],
  ['me.too:p@ss:w@h.example:5432/db is no schema', 'me.too:***@h.example:5432/db is no schema'],
  ['"u:hunter2@[::1]:5432/db"', '"u:***@[::1]:5432/db"'],
  ['host=h port=5432 password=hunter2 dbname=db', 'host=h port=5432 password=*** dbname=db'],
  ["host=h password='it\\'s \\\\ it' dbname=db", 'host=h password=*** dbname=db'],
  ["host=h password = 'it''s' dbname=db", 'host=h password = *** dbname=db'],
  ['host=h password=it\\ is dbname=db', 'host=h password=*** dbname=db'],
  ["host=h password='it is", 'host=h password=***'],
  [
    'postgresql://h/db?sslkey=/k.pem&sslpassword=x',
    'postgresql://h/db?sslkey=/k.pem&sslpassword=***',
  ],
  ['PGPASSWORD=hunter2 psql -h h', 'PGPASSWORD=*** psql -h h'],
  ['{"password":"hun\\"ter2","host":"h"}', '{"password":"***","host":"h"}'],
  [
    `GET /npm/-/user/token/sst_0123456789abcdef0123456789abcdef_${'aZ09'.repeat(12)}x 404`,
    'GET /npm/-/user/token/sst_01234567*** 404',
  ],
  ['Authorization: Bearer abcdefgh.ijklmnop-q', 'Authorization: Bearer ***'],
  ['authorization: basic X190b2tlbl9fOnNlY3JldA==', 'authorization: basic ***'],
  ['token eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0. is none', 'token *** is none'],
  ['//h:4000/npm/:_authToken=hunter2', '//h:4000/npm/:_authToken=***'],
  [
    "CREATE ROLE app LOGIN PASSWORD 'it''s' IN ROLE x",
    "CREATE ROLE app LOGIN PASSWORD '***' IN ROLE x",
  ],
])('%s', (text, safe) => {
  expect(redact(text)).toBe(safe);
});

test.each([
  'postgresql://user:password@host:5432/database',
  'postgresql://h:5432/db',
  'postgresql://me@h:5432/db',
  'http://127.0.0.1:4000/npm/@org/db-client@2.0.0',
  'http://127.0.0.1:4000/npm/@org/x: 404',
  'npm:@org/db-client@2.0.0/index.js',
  'alias:pkg@1.2.3 and image:tag@sha256:0123 and mailto:me@h.example',
  'Another process listens on 127.0.0.1:4000.',
  'password authentication failed for user "u"',
  '127.0.0.1:5432 did not let "u" into "db".',
  '1.0.0/001_init/up.sql:3: up failed at statement 1 of 2.',
  'process 4711 (deploy, "schema-migrator root@ci", from 10.0.0.7)',
  '-- migrator: lock-timeout = 10s',
  'Give a password: it is missing.',
  'Send one: Authorization: Bearer <token>.',
  'Bearer realm="schema-api", Basic realm="schema-api"',
  'the basic authentication of a registry',
])('%s stays as it is', (text) => {
  expect(redact(text)).toBe(text);
});

test('a secret that is known is hidden wherever it stands, and no longer word that holds it', () => {
  keepSecret('correct horse');
  keepSecret('s3cr.t+value');
  keepSecret('db');
  keepSecret('migrator');
  expect(redact('the migrator of db has (correct horse), s3cr.t+value! and s3cr.t+values')).toBe(
    'the migrator of db has (***), ***! and s3cr.t+values',
  );
});

test('the envelope is safe as it is made, in all its parts, and so is a bug with its stack', () => {
  const url = 'postgresql://u:hunter2@h:5432/db';
  const error = new SchemaServiceError({
    code: 'A',
    message: `at ${url}`,
    why: url,
    fix: url,
    meta: { url, list: [{ url }], password: 'x', count: 2, none: null },
  });
  for (const text of [error.message, formatError(error), JSON.stringify(error), error.stack]) {
    expect(text).not.toContain('hunter2');
    expect(text).toContain('h:5432/db');
  }
  expect(error.meta).toMatchObject({ password: '***', count: 2, none: null });
  expect(formatError(new TypeError(`Invalid URL: ${url}`))).not.toContain('hunter2');
  expect(formatError(`thrown: ${url}`)).toBe('thrown: postgresql://u:***@h:5432/db');
});

test('a script is data, and stays where it is said to', () => {
  const report = { reason: 'password=x', steps: [{ sql: "CREATE ROLE a PASSWORD 'x'" }] };
  expect(redactValue(report, ['sql'])).toEqual({ ...report, reason: 'password=***' });
});

test('values that are no plain data are left alone', () => {
  const at = new Date(0);
  const map = new Map([['a', 1]]);
  expect(redactValue({ at, map })).toEqual({ at, map });
});
