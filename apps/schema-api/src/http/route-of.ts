import type { Endpoint, RouteScope } from '@schema-service/api-contract';
import { type TSchema, Type } from 'typebox';

/** A part of a request that an endpoint may have no schema for. */
type Part<Name extends string, Schema extends TSchema> = [Schema] extends [never]
  ? object
  : { readonly [name in Name]: Schema };

type RouteSchema<
  Params extends TSchema,
  Response extends TSchema,
  Query extends TSchema,
  Body extends TSchema,
> = Omit<Endpoint<Params, Response, Query, Body>['schema'], 'querystring' | 'body'> &
  Part<'querystring', Query> &
  Part<'body', Body>;

/** An endpoint of the contract as what Fastify's `route` takes, to be spread beside the handler. */
export function routeOf<
  Params extends TSchema,
  Response extends TSchema,
  Query extends TSchema,
  Body extends TSchema,
>(
  endpoint: Endpoint<Params, Response, Query, Body>,
): {
  readonly method: (typeof endpoint)['method'];
  readonly url: string;
  readonly schema: RouteSchema<Params, Response, Query, Body>;
  readonly config: { readonly scope: RouteScope };
} {
  const { method, path, scope, schema } = endpoint;
  // A query parameter that nobody reads is a mistake of who sends it.
  const querystring = { ...(schema.querystring ?? Type.Object({})), additionalProperties: false };
  // The parts that have no schema are not there; those that have one are.
  const parts = { ...schema, querystring } as RouteSchema<Params, Response, Query, Body>;
  return { method, url: path, schema: parts, config: { scope } };
}
