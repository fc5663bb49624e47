import type { Static, TSchema } from 'typebox';
import { ErrorEnvelope } from './error-envelope.ts';

/**
 * What a token must be good for. `migrate` and `approve` are held per
 * environment (`migrate:production`); `token` is any token, whatever it is good
 * for; `none` asks for no token at all, and looks at none.
 */
export type RouteScope = 'none' | 'token' | 'read' | 'publish' | 'migrate' | 'approve' | 'admin';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** The statuses that a failure of an endpoint has beside those of every endpoint. */
type Failure = 400 | 401 | 403 | 404 | 409 | 413 | 415 | 422 | 429 | 503;

/** A range of a file, unchanged since the `ETag` that was sent, an exact version instead, no such range. */
export type OtherAnswer = 206 | 304 | 307 | 416;

/** An endpoint as data: where it is, who may ask, and the schemas of what it takes and gives. */
export interface Endpoint<
  Params extends TSchema = TSchema,
  Response extends TSchema = TSchema,
  Query extends TSchema = TSchema,
  Body extends TSchema = TSchema,
> {
  readonly method: Method;
  readonly path: string;
  readonly scope: RouteScope;
  readonly success: 200 | 201 | 202;
  readonly schema: {
    readonly summary: string;
    readonly tags: readonly [string];
    readonly params: Params;
    readonly querystring?: Query;
    readonly body?: Body;
    readonly response: {
      readonly [success: `2${string}`]: Response;
      readonly [failure: `${4 | 5}${string}`]: TSchema;
    };
    /** The media types besides JSON in which it answers, for the OpenAPI document. */
    readonly otherContent: readonly string[];
    /** What it answers beside success and failure, for the OpenAPI document. */
    readonly otherAnswers: readonly OtherAnswer[];
  };
}

/** What an endpoint answers on success. */
export type ResponseOf<E> = E extends Endpoint<TSchema, infer Response> ? Static<Response> : never;

interface EndpointOptions<
  Params extends TSchema,
  Response extends TSchema,
  Query extends TSchema,
  Body extends TSchema,
> {
  readonly tag: string;
  readonly summary: string;
  /** Default: `read` for GET; whatever changes something says it. */
  readonly scope?: RouteScope;
  readonly params: Params;
  readonly query?: Query;
  readonly body?: Body;
  /** Default: 200. */
  readonly success?: 200 | 201 | 202;
  /** Statuses that say more than the usual one, with the same response. */
  readonly otherSuccess?: readonly (200 | 201 | 202)[];
  readonly response: Response;
  readonly failures?: readonly Failure[];
  readonly otherContent?: readonly string[];
  readonly otherAnswers?: readonly OtherAnswer[];
}

/** Makes an {@link Endpoint}. */
export function endpoint<
  Params extends TSchema,
  Response extends TSchema,
  Query extends TSchema = never,
  Body extends TSchema = never,
>(
  method: Method,
  path: string,
  options: EndpointOptions<Params, Response, Query, Body>,
): Endpoint<Params, Response, Query, Body> {
  const { tag, summary, params, query, body, response } = options;
  const {
    scope = method === 'GET' ? 'read' : 'admin',
    success = 200,
    failures = [],
    otherSuccess = [],
    otherContent = [],
    otherAnswers = [],
  } = options;
  const successes = [success, ...otherSuccess].map((status) => [status, response]);
  const envelopes = Object.fromEntries(failures.map((status) => [status, ErrorEnvelope]));
  return {
    method,
    path,
    scope,
    success,
    schema: {
      summary,
      tags: [tag],
      params,
      ...(query === undefined ? {} : { querystring: query }),
      ...(body === undefined ? {} : { body }),
      // `Object.fromEntries` and computed keys forget which key has which schema.
      response: { ...Object.fromEntries(successes), ...envelopes } as Endpoint<
        Params,
        Response
      >['schema']['response'],
      otherContent,
      otherAnswers,
    },
  };
}
