import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createStores } from '@schema-service/catalog';
import pg from 'pg';
import { Webhook } from 'standardwebhooks';
import { expect, test } from 'vitest';
import { buildServer } from '../src/build-server.ts';
import { type DeliveryOptions, deliverWebhooks } from '../src/webhooks/deliver-webhooks.ts';
import { createWebhookSecrets } from '../src/webhooks/webhook-secrets.ts';
import { publishedCatalog, type TestCatalog } from './published-catalog.ts';
import { bearer, testTokens } from './test-tokens.ts';

const secrets = createWebhookSecrets(randomBytes(32));
const policy = { allowHttp: true, allowedAddresses: ['127.0.0.1/32'] };
const given = `whsec_${Buffer.alloc(24, 'k').toString('base64')}`;

interface Received {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A receiver on this machine, which answers as it is told. */
async function receiver(answer: RequestListener = (_request, response) => response.end('thanks')) {
  const received: Received[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    received.push({ headers: request.headers, body: Buffer.concat(chunks).toString() });
    answer(request, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo; // A TCP server's address is no string.
  const close = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return { url: `http://127.0.0.1:${port}/hook`, received, [Symbol.asyncDispose]: close };
}

/** An API that an admin asks, with what sends its webhooks. */
async function service(options: Partial<DeliveryOptions> = {}) {
  const catalog: TestCatalog = await publishedCatalog({ versions: ['1.0.0'] });
  const { stores } = catalog;
  const headers = bearer((await testTokens(stores)).admin);
  const server = buildServer({ stores, webhooks: { secrets, policy } });
  const sender = () =>
    deliverWebhooks({ ...stores, secrets, policy, poll: 50, firstPause: 0.05, ...options });
  const ask = async (
    method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
    url: string,
    payload?: Record<string, unknown>,
  ) => {
    const answer = await server.inject({ method, url, headers, ...(payload && { payload }) });
    return { status: answer.statusCode, ...answer.json() };
  };
  const dispose = async () => {
    await server.close();
    await catalog[Symbol.asyncDispose]();
  };
  return { ...catalog, ask, sender, [Symbol.asyncDispose]: dispose };
}

test('an event is delivered once, signed as Standard Webhooks says, and its secret is shown once', async () => {
  await using to = await receiver();
  await using api = await service();
  await using _ = api.sender();
  const { secret, id, ...made } = await api.ask('POST', '/webhooks', {
    url: to.url,
    kinds: ['release.promoted'],
  });
  expect(made).toMatchObject({ status: 201, url: to.url, enabled: true, disabledReason: null });
  expect(JSON.stringify(await api.ask('GET', '/webhooks'))).not.toContain('whsec_');
  const pool = new pg.Pool({ connectionString: api.connectionString });
  const { rows } = await pool.query<{ secret: Buffer }>(
    'SELECT secret FROM schema_catalog.webhook',
  );
  const stored = rows[0]?.secret.toString('latin1') ?? '';
  expect(stored).not.toContain(Buffer.from(secret.slice(6), 'base64').toString('latin1'));
  expect(stored).not.toContain(secret);
  await pool.end();

  await api.catalog.setNotice('1.0.0', { deprecated: 'Not of its kinds.' });
  await api.catalog.setTag('latest', '1.0.0');
  await expect.poll(() => to.received).toHaveLength(1);
  const [{ headers, body } = { headers: {}, body: '' }] = to.received;
  const verified = new Webhook(secret).verify(body, headers as Record<string, string>);
  expect(verified).toEqual({
    type: 'release.promoted',
    timestamp: expect.stringMatching(/Z$/),
    data: { id: expect.stringMatching(/^\d+$/), subject: '1.0.0', tag: 'latest' },
  });
  await expect
    .poll(() => api.ask('GET', `/webhooks/${id}/deliveries`))
    .toMatchObject({
      next: null,
      deliveries: [
        {
          event: 'release.promoted',
          subject: '1.0.0',
          status: 'delivered',
          nextAttemptAt: null,
          attempts: [{ number: 1, responseStatus: 200, responseBody: 'thanks', error: null }],
        },
      ],
    });
  const audit = JSON.stringify(await api.stores.audit.list({ limit: 10 }));
  expect(audit).toContain('webhook.create');
  expect(audit).not.toContain('/hook');
});

test('what fails is tried again with longer pauses, then listed as failed, and replayed with its id', async () => {
  let status = 500;
  const redirect = { location: 'http://127.0.0.1:1/elsewhere' };
  await using to = await receiver((_request, response) =>
    response.writeHead(status, status === 302 ? redirect : {}).end('x'.repeat(100_000)),
  );
  await using api = await service({ maxAttempts: 3 });
  const { id } = await api.ask('POST', '/webhooks', { url: to.url });
  await using _ = api.sender();
  const { delivery } = await api.ask('POST', `/webhooks/${id}/test`);
  status = 302;
  await expect
    .poll(async () => (await api.ask('GET', '/webhooks/deliveries?status=failed')).deliveries, {
      timeout: 10_000,
    })
    .toHaveLength(1);
  const { deliveries } = await api.ask('GET', '/webhooks/deliveries?status=failed');
  expect(deliveries[0]).toMatchObject({ id: delivery, event: 'webhook.test', eventId: null });
  expect(deliveries[0].attempts.map(({ number }: { number: number }) => number)).toEqual([1, 2, 3]);
  const last = deliveries[0].attempts[2];
  expect(last).toMatchObject({ responseStatus: 302, error: 'Redirects are not followed.' });
  expect(last.responseBody).toHaveLength(1_024);
  expect(new Set(to.received.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
  status = 200;
  expect(await api.ask('POST', `/webhooks/deliveries/${delivery}/replay`)).toMatchObject({
    status: 202,
  });
  await expect
    .poll(async () => (await api.ask('GET', `/webhooks/${id}/deliveries`)).deliveries[0].status, {
      timeout: 5_000,
    })
    .toBe('delivered');
  expect(to.received).toHaveLength(4);
  expect(await api.ask('POST', '/webhooks/deliveries/999/replay')).toMatchObject({
    status: 404,
    code: 'DELIVERY_NOT_FOUND',
  });
});

test('a receiver that never answers is left after a while, and holds no other up', async () => {
  await using silent = await receiver(() => {});
  await using to = await receiver();
  await using api = await service({ timeout: 300, maxAttempts: 1 });
  await api.ask('POST', '/webhooks', { url: silent.url });
  const { id } = await api.ask('POST', '/webhooks', { url: to.url });
  await using _ = api.sender();
  for (let count = 0; count < 30; count += 1) await api.catalog.setTag(`tag-${count}`, '1.0.0');
  await expect.poll(() => to.received, { timeout: 10_000 }).toHaveLength(30);
  const { deliveries } = await api.ask('GET', `/webhooks/${id}/deliveries?limit=10`);
  expect(deliveries).toHaveLength(10);
  await expect
    .poll(
      async () => (await api.ask('GET', '/webhooks/deliveries?status=failed')).deliveries.length,
      { timeout: 10_000 },
    )
    .toBe(30);
  const failed = await api.ask('GET', '/webhooks/deliveries?status=failed&limit=1');
  expect(failed.deliveries[0].attempts[0].error).toBe('No answer within 0.3 seconds.');
});

test('several processes send each delivery once, and what a killed one had is sent by another', async () => {
  await using to = await receiver();
  await using api = await service();
  await api.ask('POST', '/webhooks', { url: to.url });
  const pools = [1, 2, 3].map(() => new pg.Pool({ connectionString: api.connectionString }));
  for (let count = 0; count < 40; count += 1) await api.catalog.setTag(`tag-${count}`, '1.0.0');
  // One process takes some and is gone, its lease with it.
  const lost = await api.stores.deliveries.claim({ limit: 5, lease: 0, perWebhook: 5, busy: [] });
  expect(lost).toHaveLength(5);
  const senders = pools.map((pool) =>
    deliverWebhooks({ ...createStores(pool), secrets, policy, poll: 50 }),
  );
  await expect.poll(() => to.received.length, { timeout: 10_000 }).toBe(40);
  for (const sender of senders) await sender[Symbol.asyncDispose]();
  expect(new Set(to.received.map(({ headers }) => headers['webhook-id'])).size).toBe(40);
  // The one that was gone comes back too late to say anything.
  const [late] = lost;
  const outcome = {
    responseStatus: 500,
    responseBody: '',
    error: null,
    at: new Date().toISOString(),
  };
  if (late) await api.stores.deliveries.settle(late, { ...outcome, duration: 1, status: 'failed' });
  expect((await api.ask('GET', '/webhooks/deliveries?status=failed')).deliveries).toEqual([]);
  await Promise.all(pools.map((pool) => pool.end()));
});

test('a secret is rotated with both signing for a while, or given', async () => {
  await using to = await receiver();
  await using api = await service();
  await using _ = api.sender();
  const { id } = await api.ask('POST', '/webhooks', { url: to.url, secret: given });
  const { secret, previousSecretUntil } = await api.ask('POST', `/webhooks/${id}/secret`, {});
  expect(previousSecretUntil).toMatch(/Z$/);
  await api.ask('POST', `/webhooks/${id}/test`);
  await expect.poll(() => to.received, { timeout: 5_000 }).toHaveLength(1);
  const verify = (text: string, index: number) => {
    const { body = '', headers = {} } = to.received[index] ?? {};
    return new Webhook(text).verify(body, headers as Record<string, string>);
  };
  for (const one of [given, secret]) expect(verify(one, 0)).toMatchObject({ type: 'webhook.test' });
  const second = await api.ask('POST', `/webhooks/${id}/secret`, { overlapHours: 0 });
  expect(second.previousSecretUntil).toBeNull();
  await api.ask('POST', `/webhooks/${id}/test`);
  await expect.poll(() => to.received, { timeout: 5_000 }).toHaveLength(2);
  expect(verify(second.secret, 1)).toMatchObject({ type: 'webhook.test' });
  expect(() => verify(secret, 1)).toThrow();
  const short = await api.ask('POST', `/webhooks/${id}/secret`, { secret: 'whsec_c2hvcnQ=' });
  expect(short).toMatchObject({ status: 400, code: 'REQUEST_INVALID' });
  expect(JSON.stringify(short)).not.toContain('c2hvcnQ=');
});

test('a webhook is changed, switched off by hand or by 410, and deleted', async () => {
  await using gone = await receiver((_request, response) => response.writeHead(410).end());
  await using api = await service();
  await using _ = api.sender();
  const { id } = await api.ask('POST', '/webhooks', { url: gone.url });
  await api.ask('PATCH', `/webhooks/${id}`, { enabled: false, description: 'Off.' });
  await api.catalog.setTag('latest', '1.0.0');
  expect((await api.ask('GET', `/webhooks/${id}/deliveries`)).deliveries).toEqual([]);
  await api.ask('PATCH', `/webhooks/${id}`, { enabled: true, kinds: ['release.promoted'] });
  await api.catalog.setTag('next', '1.0.0');
  await expect
    .poll(() => api.ask('GET', `/webhooks/${id}`), { timeout: 5_000 })
    .toMatchObject({
      enabled: false,
      description: 'Off.',
      kinds: ['release.promoted'],
      disabledReason: 'The receiver answered 410 Gone.',
    });
  expect(await api.ask('PATCH', `/webhooks/${id}`, { kinds: [] })).toMatchObject({
    status: 400,
  });
  expect(await api.ask('DELETE', `/webhooks/${id}`)).toMatchObject({ status: 200, id });
  expect(await api.ask('GET', `/webhooks/${id}`)).toMatchObject({ code: 'WEBHOOK_NOT_FOUND' });
});

test('who is no admin sees none, and without a key none is made', async () => {
  await using catalog = await publishedCatalog({ versions: [] });
  await using open = buildServer({ stores: catalog.stores });
  const tokens = await testTokens(catalog.stores);
  const reader = bearer(await tokens.make('reader', 'read', 'publish'));
  for (const url of ['/webhooks', '/webhooks/deliveries']) {
    expect((await open.inject(url)).statusCode).toBe(401);
    expect((await open.inject({ url, headers: reader })).statusCode).toBe(403);
  }
  const payload = { url: 'https://hooks.example.org/' };
  const headers = bearer(tokens.admin);
  const answer = await open.inject({ method: 'POST', url: '/webhooks', headers, payload });
  expect(answer.statusCode).toBe(409);
  expect(answer.json()).toMatchObject({ code: 'WEBHOOK_KEY_MISSING' });
});
