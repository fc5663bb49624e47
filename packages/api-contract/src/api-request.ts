import { Value } from 'typebox/value';
import { ErrorEnvelope } from './error-envelope.ts';
import { type ApiClientOptions, type ApiRequest, createHttpRequest } from './http-request.ts';

/**
 * Calls the endpoints of a Schema API. Opens no connection until it is called.
 * Calls throw the service's own `SchemaServiceError`, `API_UNREACHABLE` where
 * nothing answers, or `API_ANSWER_INVALID` where something other than a Schema
 * API does.
 */
export function createApiRequest(options: ApiClientOptions): ApiRequest {
  return createHttpRequest(options, {
    isAnswer: (endpoint, answer) => {
      const schema = endpoint.schema.response[`${endpoint.success}`];
      return schema !== undefined && Value.Check(schema, answer);
    },
    isFailure: (answer) => Value.Check(ErrorEnvelope, answer),
  });
}
