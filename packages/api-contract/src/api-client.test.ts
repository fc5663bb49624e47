import { expect, test } from 'vitest';
import { createApiClient } from './index.ts';

/** A client whose server gives this one answer, and the URLs that it asked for. */
function answering(answer: () => Response, baseUrl = 'http://schemas.test/api/') {
  const asked: string[] = [];
  const fetch = async (input: string | URL | Request) => {
    asked.push(String(input));
    return answer();
  };
  return { api: createApiClient({ baseUrl, fetch }), asked };
}

const migrations = { version: '2.0.0', migrations: [] };

test('asks below its base URL, with every part of the path escaped', async () => {
  const { api, asked } = answering(() => Response.json(migrations));
  await api.listMigrations('2.0.0');
  await api.listMigrations('1.0.0+a/../b');
  expect(asked).toEqual([
    'http://schemas.test/api/migrations/2.0.0',
    'http://schemas.test/api/migrations/1.0.0%2Ba%2F..%2Fb',
  ]);
});

test('throws the error that the server sent, whole', async () => {
  const envelope = {
    code: 'VERSION_NOT_FOUND',
    message: 'Version 9.0.0 is not published.',
    fix: 'Choose one of 1.0.0.',
    meta: { available: ['1.0.0'] },
  };
  const { api } = answering(() => Response.json(envelope, { status: 404 }));
  const error = await api.getSchema('9.0.0').catch((thrown: Error) => thrown);
  expect(JSON.parse(JSON.stringify(error))).toEqual(envelope);
});

test.each([
  ['a page', () => new Response('<html>')],
  ['other JSON', () => Response.json({ ...migrations, migrations: [{ id: 1 }] })],
  ['a proxy that fails', () => new Response('Bad Gateway', { status: 502 })],
])('refuses %s as no answer of a Schema API', async (_what, answer) => {
  const { api } = answering(answer);
  await expect(api.listMigrations('2.0.0')).rejects.toMatchObject({ code: 'API_ANSWER_INVALID' });
});

test('says which URL does not answer', async () => {
  const fetch = () => Promise.reject(new TypeError('fetch failed'));
  const api = createApiClient({ baseUrl: 'http://schemas.test', fetch });
  await expect(api.latestVersion()).rejects.toMatchObject({
    code: 'API_UNREACHABLE',
    meta: { url: 'http://schemas.test/versions/latest' },
  });
});
