import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { Webhook } from 'standardwebhooks';
import { expect, test } from 'vitest';
import { notifyAll, type ReleaseEvent } from './notifier.ts';
import { openNotifiers } from './open-notifiers.ts';

const event: ReleaseEvent = {
  kind: 'releasePublished',
  version: '2.1.0',
  previous: '2.0.0',
  bump: 'minor',
  changelog: '# 2.1.0\n\nReviews have a mood.\n',
  packages: [{ name: '@org/db-client', version: '2.1.0' }],
};

interface Received {
  readonly path: string | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A server that answers with these statuses in turn, and keeps what it got. */
async function receiver(...statuses: readonly number[]) {
  const received: Received[] = [];
  const server = createServer(async (request, response) => {
    const status = statuses[Math.min(received.length, statuses.length - 1)] ?? 200;
    received.push({ path: request.url, headers: request.headers, body: await text(request) });
    response.writeHead(status).end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const dispose = async (): Promise<void> => {
    server.close();
    await once(server, 'close');
  };
  return { url: `http://127.0.0.1:${port}`, received, [Symbol.asyncDispose]: dispose };
}

const quick = { firstDelayMs: 1 };

test('a webhook gets the event, signed as Standard Webhooks has it', async () => {
  await using server = await receiver(200);
  const notifiers = openNotifiers(
    [{ kind: 'webhook', name: 'hook', urlVariable: 'HOOK', secretVariable: 'SECRET' }],
    { HOOK: server.url, SECRET: 'hush' },
  );
  expect(await notifyAll(notifiers, event, quick)).toEqual([{ notifier: 'hook', attempts: 1 }]);
  const [{ body = '', headers = {} } = {}] = server.received;
  expect(JSON.parse(body)).toEqual(event);
  const webhook = new Webhook(Buffer.from('hush').toString('base64'));
  expect(webhook.verify(body, headers as Record<string, string>)).toEqual(event);
});

test('Slack gets a text, and repositories a dispatch', async () => {
  await using server = await receiver(204);
  const notifiers = openNotifiers(
    [
      { kind: 'slack', name: 'chat', urlVariable: 'CHAT' },
      { kind: 'repository-dispatch', name: 'services', repositories: ['org/web', 'org/jobs'] },
    ],
    { CHAT: `${server.url}/chat`, GITHUB_API_URL: server.url, GITHUB_TOKEN: 'token' },
  );
  expect(await notifyAll(notifiers, event, quick)).toHaveLength(2);
  const bodies = new Map(server.received.map(({ path, body }) => [path, JSON.parse(body)]));
  expect(bodies.get('/chat').text).toContain('*Schema 2.1.0* is published (after 2.0.0).');
  expect(bodies.get('/repos/org/web/dispatches')).toMatchObject({
    event_type: 'schema-release',
    client_payload: { version: '2.1.0', bump: 'minor' },
  });
  expect([...bodies.keys()]).toContain('/repos/org/jobs/dispatches');
});

test('what does not arrive is tried again, then reported, and no message has the address', async () => {
  await using late = await receiver(500, 503, 200);
  await using never = await receiver(500);
  const gone = await receiver(200);
  await gone[Symbol.asyncDispose]();
  const notifiers = openNotifiers(
    [
      { kind: 'webhook', name: 'late', urlVariable: 'LATE' },
      { kind: 'webhook', name: 'never', urlVariable: 'NEVER' },
      { kind: 'webhook', name: 'closed', urlVariable: 'CLOSED' },
      { kind: 'slack', name: 'unset', urlVariable: 'UNSET' },
    ],
    { LATE: late.url, NEVER: `${never.url}/secret`, CLOSED: `${gone.url}/secret` },
  );
  const notifications = await notifyAll(notifiers, event, quick);
  expect(notifications).toEqual([
    { notifier: 'late', attempts: 3 },
    { notifier: 'never', attempts: 3, problem: expect.stringContaining('it answered 500') },
    { notifier: 'closed', attempts: 3, problem: expect.stringContaining('ECONNREFUSED') },
    { notifier: 'unset', attempts: 3, problem: expect.stringContaining('UNSET is not set') },
  ]);
  expect(JSON.stringify(notifications)).not.toContain('secret');
});
