import pg from 'pg';
import { expect, test } from 'vitest';
import { createCatalogDatabase } from '../../test/catalog-database.ts';
import { publishedRelease } from '../../test/published-release.ts';
import { createStores } from '../stores.ts';
import { createEventSignals, type EventSignal } from './event-signals.ts';

test('what changes in the catalog is recorded with it, in order, and never rewritten', async () => {
  await using database = await createCatalogDatabase();
  const { catalog, events, audit } = createStores(database.pool);
  expect(await events.lastId()).toBe('0');
  await catalog.publish(publishedRelease('1.0.0'));
  await catalog.publish(publishedRelease('1.0.0'));
  const origin = { actor: 'ci', requestId: 'r1', address: '10.0.0.7' };
  await catalog.setTag('latest', '1.0.0', origin);
  await catalog.setNotice('1.0.0', { deprecated: 'Use 2.0.0.' });
  await catalog.setNotice('1.0.0', { deprecated: 'Use 2.0.0.', yanked: 'It loses rows.' });
  await catalog.setNotice('1.0.0', { deprecated: null });
  const all = await events.list({ limit: 10 });
  expect(all.map(({ event, subject, data }) => [event, subject, data])).toEqual([
    ['release.published', '1.0.0', { bump: 'major', previous: null }],
    ['release.promoted', '1.0.0', { tag: 'latest' }],
    ['release.deprecated', '1.0.0', { message: 'Use 2.0.0.' }],
    ['release.yanked', '1.0.0', { message: 'It loses rows.' }],
    ['release.deprecated', '1.0.0', { message: null }],
  ]);
  const [, second] = all;
  const rest = await events.list({ after: second?.id ?? '', kinds: ['release.yanked'], limit: 10 });
  expect(rest).toEqual([all[3]]);
  expect(await events.lastId()).toBe(all.at(-1)?.id);
  const [tagged, published] = (await audit.list({ limit: 10 })).slice(-2);
  expect(tagged).toMatchObject({ action: 'release.tag', tokenId: null, ...origin });
  expect(published).toMatchObject({ action: 'release.publish', actor: 'postgres', address: null });
  expect(await audit.list({ before: tagged?.id ?? '', limit: 10 })).toEqual([published]);
  await expect(database.pool.query('DELETE FROM schema_catalog.audit')).rejects.toThrow();
  await expect(database.pool.query('DELETE FROM schema_catalog.event')).rejects.toThrow(
    'what is recorded is not rewritten',
  );
});

test('events become visible in the order of their ids, whoever commits first', async () => {
  await using database = await createCatalogDatabase();
  const { events } = createStores(database.pool);
  const insert = `INSERT INTO schema_catalog.event (kind, subject) VALUES ('release.published', $1)`;
  const first = await database.anotherPool().connect();
  await first.query('BEGIN');
  await first.query(insert, ['first']);
  const second = database.pool.query(insert, ['second']);
  expect(await events.list({ limit: 10 })).toEqual([]);
  await first.query('COMMIT');
  first.release();
  await second;
  expect((await events.list({ limit: 10 })).map(({ subject }) => subject)).toEqual([
    'first',
    'second',
  ]);
});

test('a listener hears of events, and that it may have missed some', async () => {
  await using database = await createCatalogDatabase();
  const { catalog } = createStores(database.pool);
  const heard: EventSignal[] = [];
  await using signals = createEventSignals(async () => {
    const client = new pg.Client({
      connectionString: database.connectionString,
      application_name: 'signals',
    });
    await client.connect();
    return client;
  });
  signals.subscribe((signal) => heard.push(signal));
  await expect.poll(signals.isConnected).toBe(true);
  await catalog.publish(publishedRelease('1.0.0'));
  await expect
    .poll(() => heard)
    .toContainEqual(expect.objectContaining({ kind: 'event', event: 'release.published' }));
  await database.pool.query(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'signals'
       AND datname = current_database()`,
  );
  await expect
    .poll(() => heard.map(({ kind }) => kind))
    .toEqual(['connected', 'event', 'lost', 'connected']);
});
