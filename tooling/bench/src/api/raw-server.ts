import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { Recorded } from './recorded.ts';

/** The least that Node can do: each path has its status, headers and bytes in memory, and no request header is looked at. */
const [file = ''] = process.argv.slice(2);
const recorded = JSON.parse(readFileSync(file, 'utf8')) as readonly Recorded[];
const answers = new Map(
  recorded.map(({ path, status, headers, body }) => [
    path,
    { status, headers: headers.flat(), body: Buffer.from(body, 'base64') },
  ]),
);

const server = createServer((request, response) => {
  const answer = answers.get(request.url ?? '');
  if (answer === undefined) {
    response.writeHead(404).end();
    return;
  }
  response.writeHead(answer.status, answer.headers);
  response.end(answer.body);
});
server.keepAliveTimeout = 72_000;
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  console.log(typeof address === 'object' ? address?.port : address);
});
