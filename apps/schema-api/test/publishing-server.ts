import type { FastifyInstance } from 'fastify';
import { buildServer } from '../src/build-server.ts';
import type { ServerOptions } from '../src/server-options.ts';
import { publishedCatalog, type TestCatalog } from './published-catalog.ts';
import { testTokens } from './test-tokens.ts';

export interface PublishingServer extends AsyncDisposable {
  readonly server: FastifyInstance;
  readonly test: TestCatalog;
  /** Texts of tokens: one that may publish, one that may read. */
  readonly tokens: { readonly publish: string; readonly read: string };
}

/** A server on an empty catalog that takes publications. */
export async function publishingServer(
  options: Partial<ServerOptions> = {},
): Promise<PublishingServer> {
  const test = await publishedCatalog({ versions: [] });
  const { make } = await testTokens(test.stores);
  const tokens = {
    publish: (await make('ci', 'publish')).text,
    read: (await make('reader', 'read')).text,
  };
  const server = buildServer({ stores: test.stores, ...options });
  return {
    server,
    test,
    tokens,
    [Symbol.asyncDispose]: async () => {
      await server.close();
      await test[Symbol.asyncDispose]();
    },
  };
}

/** Sends a request, with the token that may publish where none is said; JSON where the body is an object. */
export async function send(
  { server, tokens }: PublishingServer,
  method: 'GET' | 'PUT' | 'POST' | 'DELETE',
  url: string,
  {
    token = tokens.publish,
    body,
    headers = {},
  }: {
    readonly token?: string;
    readonly body?: Buffer | object | string;
    readonly headers?: Readonly<Record<string, string>>;
  } = {},
): Promise<{ readonly status: number; readonly json: Readonly<Record<string, unknown>> }> {
  const type = Buffer.isBuffer(body) ? 'application/gzip' : 'application/json';
  const answer = await server.inject({
    method,
    url,
    ...(body === undefined ? {} : { payload: Buffer.isBuffer(body) ? body : JSON.stringify(body) }),
    headers: {
      ...(token === '' ? {} : { authorization: `Bearer ${token}` }),
      ...(body === undefined ? {} : { 'content-type': type }),
      ...headers,
    },
  });
  return { status: answer.statusCode, json: answer.json() };
}
