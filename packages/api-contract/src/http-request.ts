import { SchemaServiceError, type SchemaServiceErrorData } from '@schema-service/errors';
import type { Static, TSchema } from 'typebox';
import type { Endpoint } from './endpoint.ts';

export interface ApiClientOptions {
  /** Where the Schema API answers, e.g. `http://127.0.0.1:4000`. */
  readonly baseUrl: string;
  /** Sent as bearer. Without it only what is open to all is answered. */
  readonly token?: string;
  /** Default: the global `fetch`. */
  readonly fetch?: typeof globalThis.fetch;
}

/** What a call sends. */
export interface CallInput<Params extends TSchema, Query extends TSchema, Body extends TSchema> {
  readonly params: Static<Params>;
  readonly query?: Static<Query>;
  readonly body?: Static<Body>;
}

/** Calls endpoints of the contract on one server. */
export interface ApiRequest {
  /** Sends a request and gives the answer, checked against the endpoint's schema. */
  readonly json: <P extends TSchema, R extends TSchema, Q extends TSchema, B extends TSchema>(
    endpoint: Endpoint<P, R, Q, B>,
    input: CallInput<P, Q, B>,
  ) => Promise<Static<R>>;
  /** Sends a request and gives the response as it is, for what is no JSON. */
  readonly raw: <P extends TSchema>(
    endpoint: Endpoint<P, TSchema, TSchema, TSchema>,
    params: Static<P>,
    init: RequestInit & { readonly accept: string; readonly query?: object },
  ) => Promise<Response>;
}

/** Decides what is an answer of the API. */
export interface AnswerChecks {
  readonly isAnswer: (endpoint: Endpoint, answer: unknown) => boolean;
  readonly isFailure: (answer: unknown) => boolean;
}

/**
 * {@link createApiRequest} without a validator inside: the caller brings the checks. For a page,
 * where the validator would weigh more than what it checks. Only the method and the path of an
 * endpoint are read.
 */
export function createHttpRequest(
  { baseUrl, token, fetch = globalThis.fetch }: ApiClientOptions,
  { isAnswer, isFailure }: AnswerChecks,
): ApiRequest {
  const base = baseUrl.replace(/\/+$/, '');

  const failureOf = async (url: string, response: Response): Promise<Error> => {
    const body: unknown = await response.json().catch(() => undefined);
    // The schema's optional properties are what the envelope's type says, undefined left aside.
    if (isFailure(body)) return new SchemaServiceError(body as SchemaServiceErrorData);
    return invalidAnswer(url, response.status);
  };

  const raw: ApiRequest['raw'] = async (endpoint, params, { accept, query, ...init }) => {
    const url = `${base}${pathOf(endpoint, params)}${queryText(query)}`;
    const headers = new Headers(init.headers);
    headers.set('accept', accept);
    if (token !== undefined) headers.set('authorization', `Bearer ${token}`);
    const response = await fetch(url, { ...init, method: endpoint.method, headers }).catch(
      (cause: unknown) => {
        throw unreachable(url, cause);
      },
    );
    if (!response.ok) throw await failureOf(url, response);
    return response;
  };

  return {
    raw,
    json: async (endpoint, { params, query, body }) => {
      const response = await raw(endpoint, params, {
        accept: 'application/json',
        ...(query === undefined ? {} : { query: query as object }),
        ...(body === undefined
          ? {}
          : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
      });
      const answer: unknown = await response.json().catch(() => undefined);
      if (!isAnswer(endpoint, answer)) throw invalidAnswer(response.url);
      return answer as Static<(typeof endpoint)['schema']['response']['2xx']>;
    },
  };
}

function pathOf(endpoint: Endpoint, params: unknown): string {
  const values = new Map(Object.entries(params as Record<string, string>));
  return endpoint.path.replace(/:(\w+)/g, (_, name) => encodeURIComponent(values.get(name) ?? ''));
}

function queryText(query: object = {}): string {
  const known = Object.entries(query).filter(([, value]) => value !== undefined);
  const text = new URLSearchParams(
    known.map(([name, value]): [string, string] => [name, String(value)]),
  ).toString();
  return text === '' ? '' : `?${text}`;
}

function unreachable(url: string, cause: unknown): SchemaServiceError {
  return new SchemaServiceError(
    {
      code: 'API_UNREACHABLE',
      message: `Nothing answers at ${url}.`,
      fix: 'Start the Schema API, or check the base URL.',
      meta: { url },
    },
    { cause },
  );
}

function invalidAnswer(url: string, status?: number): SchemaServiceError {
  return new SchemaServiceError({
    code: 'API_ANSWER_INVALID',
    message: `${url} did not answer as a Schema API does.`,
    fix: 'Check that the base URL is that of a Schema API of this version.',
    meta: { url, ...(status === undefined ? {} : { status }) },
  });
}
