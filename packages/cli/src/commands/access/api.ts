import { type ApiRequest, createApiRequest } from '@schema-service/api-contract';
import { apisWithToken, tokenFor } from '@schema-service/command-line';
import { usageError } from '../../command-errors.ts';

/** A Schema API with the token that is known for it. */
export interface KnownApi extends ApiRequest {
  readonly url: string;
}

/**
 * The Schema API that is meant: the one of `--api`, of `SCHEMA_API_URL`, or the
 * only one that somebody has logged in to.
 *
 * @throws SchemaServiceError `COMMAND_USAGE` where none is known
 */
export function knownApi(said: string | undefined): KnownApi {
  const url = apiUrl(said);
  const token = tokenFor(url);
  return { url, ...createApiRequest({ baseUrl: url, ...(token === undefined ? {} : { token }) }) };
}

export function apiUrl(said: string | undefined): string {
  const known = apisWithToken();
  const only = known.length === 1 ? known[0] : undefined;
  const url = said ?? (process.env.SCHEMA_API_URL || only);
  if (url === undefined) {
    const choices = known.length === 0 ? 'https://schemas.example.org' : known.join(' or ');
    throw usageError('Which Schema API?', `Add --api ${choices}, or set SCHEMA_API_URL.`);
  }
  if (URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)) return url;
  throw usageError(`${url} is no http or https URL.`, '--api https://schemas.example.org');
}
