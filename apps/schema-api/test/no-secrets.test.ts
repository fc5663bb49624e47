import { createStores, type Stores } from '@schema-service/catalog';
import pg from 'pg';
import { expect, test } from 'vitest';
import { buildServer } from '../src/build-server.ts';
import { loggerOptions } from '../src/logging/logging.ts';
import { readTrustedPublishers } from '../src/tokens/trusted-publishers.ts';
import { localIssuer } from './local-issuer.ts';
import { publishedCatalog } from './published-catalog.ts';
import { basic, bearer, testTokens } from './test-tokens.ts';

const password = 'hunter2-of-the-database';
const databaseUrl = `postgresql://me:${password}@127.0.0.1:1/none`;

test('no log line and no answer holds a secret, whatever is asked and whatever fails', async () => {
  await using published = await publishedCatalog();
  await using issuer = await localIssuer();
  const claims = { repository: 'org/schema' };
  const publisher = { name: 'ci', issuer: issuer.url, audience: 'schema-api', claims };
  const read = readTrustedPublishers([{ ...publisher, scopes: ['publish'] }]);
  const trustedPublishers = 'publishers' in read ? read.publishers : [];
  const tokens = await testTokens(published.stores);
  const reader = await tokens.make('reader', 'read');
  const revoked = await tokens.make('revoked', 'read');
  const origin = { actor: 'first admin', tokenId: tokens.admin.id };
  await published.stores.tokens.revoke(revoked.id, { withMade: false }, origin);
  const idToken = await issuer.sign();

  // Half of the catalog fails with words that hold the database's password.
  const fails = () => Promise.reject(new Error(`connect ECONNREFUSED ${databaseUrl}`));
  const { catalog } = published.stores;
  const failing: Stores = {
    ...published.stores,
    catalog: { ...catalog, listVersions: fails, latestVersion: fails },
  };
  const down = createStores(new pg.Pool({ connectionString: databaseUrl }));

  const lines: string[] = [];
  const logger = loggerOptions('trace', { write: (line) => void lines.push(line) });
  const texts: string[] = [];
  const rememberedSecrets: string[] = [];
  for (const stores of [published.stores, failing, down]) {
    await using server = buildServer({
      stores,
      logger,
      access: {
        readAccess: 'token',
        trustedPublishers,
        rateLimits: { requests: 100, logins: 100 },
      },
    });
    const ask = async (
      method: 'GET' | 'POST' | 'PUT' | 'DELETE',
      url: string,
      more: object = {},
    ) => {
      const answer = await server.inject({ method, url, ...more });
      texts.push(answer.body, JSON.stringify(answer.headers), answer.statusMessage);
      return answer;
    };
    for (const token of [tokens.admin, reader, revoked]) {
      const mistyped = `${token.text.slice(0, -1)}!`;
      for (const headers of [
        bearer(token),
        basic(token),
        bearer(mistyped),
        { authorization: token.text },
      ]) {
        for (const url of [
          '/versions',
          '/versions/latest',
          '/audit',
          '/tokens',
          '/tokens/current',
          '/none',
        ]) {
          await ask('GET', url, { headers });
        }
        await ask('GET', '/npm/@org%2fnone', { headers });
        await ask('GET', '/pypi/simple/org-db-client/', { headers });
        await ask('PUT', '/npm/@org%2fdb-client', {
          headers,
          payload: { name: 'x', token: token.text },
        });
        await ask('POST', '/pypi/legacy/', { headers, payload: { content: token.text } });
      }
      const headers = bearer(reader);
      for (const place of [
        `/none/${token.text}`,
        `/none?token=${token.text}`,
        `/versions?token=${token.text}`,
        `/schema/${token.text}`,
        `/npm/${token.text}`,
        `/npm/-/user/token/${mistyped}`,
        `/pypi/simple/${token.text}/`,
        `/tokens?before=${token.text}`,
      ]) {
        await ask('GET', place, { headers });
      }
      await ask('DELETE', `/tokens/${token.text}`, { headers });
      await ask('DELETE', `/npm/-/user/token/${mistyped}`, { headers });
      await ask('DELETE', `/npm/-/npm/v1/tokens/token/${mistyped}`, { headers });
      // A token where another word is expected, and one that is cut.
      const payload = { name: token.text, scopes: [token.text] };
      await ask('POST', '/tokens', { headers: bearer(tokens.admin), payload });
      await ask('POST', '/tokens/exchange', { payload: { token: token.text } });
      await ask('POST', '/tokens/exchange', { payload: `{"token": "${token.text}` });
      await ask('POST', '/tokens/exchange', { payload: { wrong: token.text } });
    }
    const login = '/npm/-/user/org.couchdb.user:ada';
    for (const secret of ['hunter2-of-ada', `hunter2-of-ada${'x'.repeat(600)}`]) {
      await ask('PUT', login, { payload: { name: 'ada', password: secret } });
      await ask('PUT', login, { payload: { password: secret } });
      await ask('PUT', login, { payload: `{"password": "${secret}` });
    }
    await ask('POST', '/tokens/exchange', { payload: { token: `${idToken.slice(0, -4)}AAAA` } });
    await ask('GET', '/versions', { headers: bearer(idToken) });
    await ask('GET', `/none/${idToken}`);

    // These answers are what is asked for: the secret once, and in no line.
    const made = await server.inject({
      method: 'POST',
      url: '/tokens',
      headers: bearer(tokens.admin),
      payload: { name: 'made', scopes: ['read'] },
    });
    if (made.statusCode === 201) rememberedSecrets.push(made.json().token);
  }
  expect(rememberedSecrets).toHaveLength(2);
  const secretOf = (text: string): string => text.slice(37, -1);
  const everywhere = [
    password,
    'hunter2',
    idToken.split('.').at(-1)?.slice(0, 40) ?? '',
    idToken.split('.')[1] ?? '',
    ...[tokens.admin, reader, revoked].map(({ text }) => secretOf(text)),
    ...rememberedSecrets.map(secretOf),
    ...[tokens.admin, reader].map((token) => basic(token).authorization.slice(20, 80)),
  ];
  const hashes = await Promise.all(
    [tokens.admin, reader].map(({ id }) => published.stores.tokens.find(id)),
  );
  const kept = hashes.flatMap((token) =>
    (['hex', 'base64'] as const).map((encoding) => token?.secretHash.toString(encoding) ?? ''),
  );
  const audit = JSON.stringify(await published.stores.audit.list({ limit: 500 }));
  expect(lines.length).toBeGreaterThan(200);
  expect(lines.join('')).toContain('127.0.0.1:1/none');
  for (const secret of [...everywhere, ...kept]) {
    expect(secret.length).toBeGreaterThan(6);
    for (const text of [...lines, ...texts, audit]) {
      if (text.includes(secret)) expect.fail(`${secret} stands in ${text}`);
    }
  }
});
