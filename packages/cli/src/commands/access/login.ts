import { createApiRequest, endpoints } from '@schema-service/api-contract';
import { EXIT, type ExitCode, forgetToken, keepToken } from '@schema-service/command-line';
import { keepSecret } from '@schema-service/errors';
import type { CommandContext } from '../../command-context.ts';
import { usageError } from '../../command-errors.ts';
import { askHidden, canAsk } from '../../output/ask.ts';
import { apiUrl, knownApi } from './api.ts';

export interface LoginOptions {
  readonly api: string | undefined;
  readonly tokenStdin: boolean;
}

/** `schemactl login`: a token is kept once the Schema API has said whose it is. */
export async function login(
  { output }: CommandContext,
  { api, tokenStdin }: LoginOptions,
): Promise<ExitCode> {
  const url = apiUrl(api);
  if (!tokenStdin && !canAsk(output)) {
    throw usageError('Nobody is there to type a token.', 'schemactl login --token-stdin < FILE');
  }
  const token = tokenStdin ? await standardInput() : await askHidden(`Token for ${url}:`);
  if (token === '') throw usageError('That was no token.');
  keepSecret(token);
  const { json } = createApiRequest({ baseUrl: url, token });
  const { name, scopes, expiresAt } = await json(endpoints.currentToken, { params: {} });
  const file = keepToken(url, token);
  output.result({ kind: 'login', api: url, name, scopes, expiresAt, file }, () => '');
  const until = expiresAt === null ? '' : `, until ${expiresAt}`;
  output.note(`${url}: you are ${name} (${scopes.join(', ')})${until}. Kept in ${file}.`);
  return EXIT.ok;
}

/** `schemactl logout`: forgets the token, and ends it where that is asked for. */
export async function logout(
  { output }: CommandContext,
  { api, revoke }: { readonly api: string | undefined; readonly revoke: boolean },
): Promise<ExitCode> {
  const { url, json } = knownApi(api);
  if (revoke) {
    const { id } = await json(endpoints.currentToken, { params: {} });
    await json(endpoints.revokeToken, { params: { id } });
  }
  const isForgotten = forgetToken(url);
  output.result({ kind: 'logout', api: url, isForgotten, isRevoked: revoke }, () => '');
  const words = isForgotten ? 'the token is forgotten' : 'no token was kept';
  output.note(`${url}: ${words}${revoke ? ', and ended' : ''}.`);
  return EXIT.ok;
}

async function standardInput(): Promise<string> {
  let text = '';
  for await (const chunk of process.stdin) text += String(chunk);
  return text.trim();
}
