import { execFileSync, spawn } from 'node:child_process';
import { createServer, type Socket } from 'node:net';
import { seededRandom } from '@schema-service/vitest-config/seeded-random';
import { expect, test } from 'vitest';
import { scanStatements } from './scan-statements.ts';

const hasPsql = (() => {
  try {
    execFileSync('psql', ['--version']);
    return true;
  } catch {
    return false;
  }
})();

const message = (type: string, body: Buffer): Buffer => {
  const length = Buffer.alloc(4);
  length.writeInt32BE(body.length + 4);
  return Buffer.concat([Buffer.from(type), length, body]);
};
const READY = message('Z', Buffer.from('I'));
const DONE = Buffer.concat([message('C', Buffer.from('SELECT 0\0')), READY]);
const parameter = (name: string, value: string) => message('S', Buffer.from(`${name}\0${value}\0`));
const HELLO = Buffer.concat([
  message('R', Buffer.alloc(4)),
  ...[
    parameter('server_version', '18.0'),
    parameter('client_encoding', 'UTF8'),
    parameter('standard_conforming_strings', 'on'),
  ],
  READY,
]);

/** What psql sends for a script, message by message, to a server that only listens. */
async function sentByPsql(script: string): Promise<readonly string[]> {
  const sent: string[] = [];
  const listen = (socket: Socket): void => {
    let data = Buffer.alloc(0);
    let isStarted = false;
    socket.on('data', (chunk: Buffer) => {
      data = Buffer.concat([data, chunk]);
      for (;;) {
        const head = isStarted ? 1 : 0;
        if (data.length < head + 4) return;
        const end = head + data.readInt32BE(head);
        if (data.length < end) return;
        const body = data.subarray(head + 4, end);
        const type = isStarted ? String.fromCharCode(data[0] ?? 0) : 'start';
        data = data.subarray(end);
        if (type === 'Q') {
          sent.push(body.subarray(0, -1).toString());
          socket.write(DONE);
        } else if (type === 'start') {
          isStarted = true;
          socket.write(HELLO);
        }
      }
    });
    socket.on('error', () => {});
  };
  const server = createServer(listen);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = address !== null && typeof address === 'object' ? address.port : 0;
  const url = `postgresql://me@127.0.0.1:${port}/app?sslmode=disable&gssencmode=disable`;
  const psql = spawn('psql', ['-X', '-q', '-f', '-', url], { stdio: ['pipe', 'ignore', 'ignore'] });
  psql.stdin.end(script);
  await new Promise((resolve) => psql.once('close', resolve));
  server.close();
  return sent;
}

/**
 * Where both agree. Where they do not, psql is wrong and the server's grammar counts (the tests beside this one): psql
 * reads line by line, so that an E'' string forgets on its next line what it is, and it takes a column named end in a BEGIN
 * ATOMIC body for its end.
 */
const STATEMENTS = [
  'SELECT 1',
  "SELECT 'a;b', E'a\\';b', \"a;b\", $$;$$, $x$ $$;$$ $x$, U&'\\0041;'",
  "SELECT 'a'\n'b;'",
  'SELECT 1 /* ; /* ; */ ; */ -- ;\n + 1',
  'SELECT a$b$ FROM t',
  'SELECT (1; 2)',
  'CREATE FUNCTION f() RETURNS TABLE (begin date, "end" date) LANGUAGE sql AS $$ SELECT 1; $$',
  'CREATE OR REPLACE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1; SELECT 2; END',
  'CREATE PROCEDURE p() BEGIN ATOMIC INSERT INTO t VALUES (CASE 1 WHEN 1 THEN 2 END); END',
  'CREATE RULE r AS ON INSERT TO t DO ALSO (SELECT 1; SELECT 2)',
  'DO $$ BEGIN PERFORM 1; END $$',
  'BEGIN',
  'COMMIT',
  'SELECT begin, atomic, "end" FROM t',
  'SELECT é, "ü;" FROM ſet',
  'CREATE TABLE begin (begin int, atomic int)',
] as const;

const SEPARATORS = [
  ';',
  ' ; ',
  ';;',
  ";\n-- it's; $$\n",
  '; /* BEGIN ATOMIC /* ; */ " */',
  '\n;\n',
];

/** Without what psql leaves out or keeps around a statement: comments before it, and its `;`. */
const bare = (text: string): string =>
  [...scanStatements(text)].map(({ start, end }) => text.slice(start, end).trim()).join('|');

test.skipIf(!hasPsql)('statements end where psql ends them', { timeout: 60_000 }, async () => {
  const random = seededRandom(3);
  const pick = <T>(all: readonly T[]): T => all[Math.floor(random() * all.length)] as T;
  let script = STATEMENTS.map((sql) => `${sql};\n`).join('');
  for (let count = 0; count < 3000; count++) script += pick(STATEMENTS) + pick(SEPARATORS);
  const sent = (await sentByPsql(script)).map((text) => bare(text)).filter((text) => text !== '');
  const read = [...scanStatements(script)].map(({ start, end }) => script.slice(start, end).trim());
  expect(read).toEqual(sent);
  expect(read.length).toBeGreaterThan(3000);
});
