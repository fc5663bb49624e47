import { type ApiRequest, createHttpRequest } from '@schema-service/api-contract/http-request';
import { publicUrl } from './base-path.ts';
import { currentToken } from './session.ts';

/** The page is of the same build as the API that serves it: its answers are not checked once more. */
const checks = {
  isAnswer: (_endpoint: unknown, answer: unknown) => answer !== undefined,
  isFailure: (answer: unknown) => typeof Object(answer).code === 'string',
};

/** Calls the API that this page is from, with the token of the tab. */
export function request(): ApiRequest {
  const token = currentToken();
  return createHttpRequest({ baseUrl: publicUrl, ...(token === null ? {} : { token }) }, checks);
}
