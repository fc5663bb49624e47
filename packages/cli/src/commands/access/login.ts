import { hostname, userInfo } from 'node:os';
import { createApiRequest, endpoints } from '@schema-service/api-contract';
import { EXIT, type ExitCode, forgetToken, keepToken } from '@schema-service/command-line';
import { keepSecret } from '@schema-service/errors';
import type { CommandContext } from '../../command-context.ts';
import { usageError } from '../../command-errors.ts';
import { askHidden, canAsk } from '../../output/ask.ts';
import { apiUrl, knownApi } from './api.ts';
import { makeToken } from './tokens.ts';

export interface LoginOptions {
  readonly api: string | undefined;
  readonly tokenStdin: boolean;
  /** Of the token that is made for this machine; none keeps the one that is given. */
  readonly scopes: readonly string[];
  /** When the one that is made ends. */
  readonly expires: string | undefined;
}

/** `schemactl login`: a token is kept once the Schema API has said whose it is. */
export async function login(
  { output }: CommandContext,
  { api, tokenStdin, scopes: wanted, expires }: LoginOptions,
): Promise<ExitCode> {
  const url = apiUrl(api);
  if (!tokenStdin && !canAsk(output)) {
    throw usageError('Nobody is there to type a token.', 'schemactl login --token-stdin < FILE');
  }
  const given = tokenStdin ? await standardInput() : await askHidden(`Token for ${url}:`);
  if (given === '') throw usageError('That was no token.');
  keepSecret(given);
  const token = wanted.length === 0 ? given : await madeHere(url, given, { wanted, expires });
  const { json } = createApiRequest({ baseUrl: url, token });
  const { name, scopes, expiresAt } = await json(endpoints.currentToken, { params: {} });
  const file = keepToken(url, token);
  output.result({ kind: 'login', api: url, name, scopes, expiresAt, file }, () => '');
  const until = expiresAt === null ? '' : `, until ${expiresAt}`;
  output.note(`${url}: you are ${name} (${scopes.join(', ')})${until}. Kept in ${file}.`);
  return EXIT.ok;
}

/** A token for this account on this machine, made by another one, which is not kept. */
async function madeHere(
  url: string,
  token: string,
  { wanted, expires }: { readonly wanted: readonly string[]; readonly expires: string | undefined },
): Promise<string> {
  const api = createApiRequest({ baseUrl: url, token });
  const name = `${userInfo().username} on ${hostname()}`;
  const made = await makeToken(api, name, { scopes: wanted, expires });
  keepSecret(made.token);
  return made.token;
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
