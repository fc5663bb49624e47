import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createClient, schemaVersion } from '@org/db-client';
import { InvalidReview, parseNewReview } from './new-review.ts';
import { renderPage } from './page.ts';
import { addReview, listProducts, listRatings, listReviews } from './reviews.ts';

const longestForm = 100_000;
const port = Number(process.env.PORT ?? 4001);
const host = process.env.HOST ?? '127.0.0.1';
const connectionString = process.env.DATABASE_URL;
if (!connectionString) {
  console.error('DATABASE_URL is not set: give the database with the reviews.');
  process.exit(2);
}
const db = createClient({ connectionString, service: 'web' });

async function showPage(response: ServerResponse, complaint?: string): Promise<void> {
  const [products, ratings, reviews] = await Promise.all([
    listProducts(db),
    listRatings(db),
    listReviews(db, 20),
  ]);
  const page = { schemaVersion, products, ratings, reviews, ...(complaint ? { complaint } : {}) };
  response
    .writeHead(complaint ? 400 : 200, { 'content-type': 'text/html; charset=utf-8' })
    .end(renderPage(page));
}

async function readForm(request: IncomingMessage): Promise<URLSearchParams> {
  let body = '';
  for await (const chunk of request.setEncoding('utf8')) {
    body += chunk;
    if (body.length > longestForm) throw new InvalidReview('That review is too long.');
  }
  return new URLSearchParams(body);
}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { pathname } = new URL(request.url ?? '/', 'http://localhost');
  switch (`${request.method} ${pathname}`) {
    case 'GET /':
      return showPage(response);
    case 'GET /healthz':
      await db.$queryRaw`SELECT 1`;
      response
        .writeHead(200, { 'content-type': 'application/json' })
        .end(JSON.stringify({ schemaVersion }));
      return;
    case 'POST /reviews':
      try {
        await addReview(db, parseNewReview(await readForm(request)));
        response.writeHead(303, { location: '/' }).end();
      } catch (error) {
        if (!(error instanceof InvalidReview)) throw error;
        await showPage(response, error.message);
      }
      return;
    default:
      response.writeHead(404, { 'content-type': 'text/plain' }).end('Not found\n');
  }
}

const server = createServer((request, response) => {
  answer(request, response).catch((error: unknown) => {
    console.error(error);
    if (!response.headersSent) response.writeHead(500, { 'content-type': 'text/plain' });
    response.end('Something went wrong here. It has been noted.\n');
  });
});
server.listen(port, host, () => console.log(`Reviews at http://${host}:${port}/`));

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    server.close(() => void db.$disconnect());
    server.closeIdleConnections();
  });
}
