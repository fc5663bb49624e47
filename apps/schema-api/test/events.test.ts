import { createEventSignals } from '@schema-service/catalog';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildServer } from '../src/build-server.ts';
import { publishedCatalog, type TestCatalog } from './published-catalog.ts';
import { runningServer } from './running-server.ts';
import { sampleRelease } from './sample-releases.ts';

let published: TestCatalog;
let server: ReturnType<typeof buildServer>;

beforeAll(async () => {
  published = await publishedCatalog({ versions: ['1.0.0', '1.1.0'] });
  server = buildServer({ stores: published.stores });
});

afterAll(async () => {
  await server.close();
  await published[Symbol.asyncDispose]();
});

/** What a listener has been sent so far. */
async function listen(url: string, headers: Record<string, string> = {}) {
  const stop = new AbortController();
  const answer = await fetch(url, {
    headers: { accept: 'text/event-stream', ...headers },
    signal: stop.signal,
  });
  let text = '';
  const ended = (async () => {
    for await (const chunk of answer.body ?? []) text += Buffer.from(chunk).toString();
  })().catch(() => {});
  return {
    answer,
    ended,
    sent: () =>
      [...text.matchAll(/^id: (\d+)\nevent: (\S+)\ndata: (.+)$/gm)].map(([, id, event, data]) => {
        const { subject, ...rest } = JSON.parse(data ?? '');
        expect(rest).toMatchObject({ id, event, data: expect.any(Object), at: expect.any(String) });
        return `${event} ${subject}`;
      }),
    stop: () => stop.abort(),
  };
}

test('a page has what happened, oldest first, by kind and from a place on', async () => {
  const { events, next } = (await server.inject('/events')).json();
  expect(events.map((one: { subject: string }) => one.subject)).toEqual(['1.0.0', '1.1.0']);
  expect(events[0]).toEqual({
    id: expect.stringMatching(/^\d+$/),
    event: 'release.published',
    subject: '1.0.0',
    data: { bump: 'major', previous: null },
    at: expect.stringMatching(/Z$/),
  });
  expect(next).toBe(events[1].id);
  const rest = await server.inject(`/events?after=${events[0].id}&limit=1`);
  expect(rest.json().events).toEqual([events[1]]);
  expect((await server.inject(`/events?after=${next}`)).json()).toEqual({ events: [], next });
  const kinds = await server.inject('/events?kind=run.failed,release.yanked');
  expect(kinds.json()).toEqual({ events: [], next: '0' });
});

test.each([
  ['/events?kind=release.lost', {}],
  ['/events?after=-1', {}],
  ['/events?limit=0', {}],
  ['/events', { accept: 'text/event-stream', 'last-event-id': 'x' }],
])('%s is refused', async (url, headers) => {
  const answer = await server.inject({ url, headers });
  expect(answer.statusCode).toBe(400);
  expect(answer.json()).toMatchObject({ code: 'REQUEST_INVALID' });
});

test('a stream goes on where it broke, is filtered by kind, and ends with the server', async () => {
  await using own = await publishedCatalog({ versions: ['1.0.0', '1.1.0'] });
  const { catalog, stores } = own;
  await using signals = createEventSignals(async () => {
    const client = new pg.Client({ connectionString: own.connectionString });
    await client.connect();
    return client;
  });
  const running = await runningServer({ stores, signals });
  const { url } = running;
  await expect.poll(signals.isConnected).toBe(true);
  const now = await listen(`${url}/events`);
  const all = await listen(`${url}/events?after=0`);
  const yanked = await listen(`${url}/events?kind=release.yanked`);
  await expect.poll(all.sent).toEqual(['release.published 1.0.0', 'release.published 1.1.0']);
  await catalog.setTag('latest', '1.0.0');
  await catalog.setNotice('1.1.0', { yanked: 'It loses rows.' });
  const happened = ['release.promoted 1.0.0', 'release.yanked 1.1.0'];
  await expect.poll(now.sent).toEqual(happened);
  await expect.poll(yanked.sent).toEqual(['release.yanked 1.1.0']);
  await expect.poll(all.sent).toHaveLength(4);
  const [promoted] = await stores.events.list({ kinds: ['release.promoted'], limit: 1 });
  const again = await listen(`${url}/events`, { 'last-event-id': promoted?.id ?? '' });
  await expect.poll(again.sent).toEqual(['release.yanked 1.1.0']);
  // A connection that is cut loses nothing.
  await catalog.publish(sampleRelease('2.0.0'));
  for (const listener of [now, all, again]) {
    await expect.poll(() => listener.sent().at(-1)).toBe('release.published 2.0.0');
  }
  await running[Symbol.asyncDispose]();
  await Promise.all([now.ended, all.ended, yanked.ended, again.ended]);
  expect(yanked.sent()).toEqual(['release.yanked 1.1.0']);
});

test('without signals a stream is told all the same', async () => {
  await using own = await publishedCatalog({ versions: ['1.0.0'] });
  await using running = await runningServer({ stores: own.stores });
  const listener = await listen(`${running.url}/events`);
  await own.catalog.publish(sampleRelease('1.1.0'));
  await expect.poll(listener.sent, { timeout: 5_000 }).toEqual(['release.published 1.1.0']);
  listener.stop();
});
