import {
  type ApiRequest,
  endpoints,
  type NewToken,
  type TokenDescription,
} from '@schema-service/api-contract';
import { EXIT, type ExitCode, tableText } from '@schema-service/command-line';
import type { CommandContext } from '../../command-context.ts';
import { usageError } from '../../command-errors.ts';
import { knownApi } from './api.ts';

/** In seconds. */
const units: Readonly<Record<string, number>> = { m: 60, h: 3_600, d: 86_400 };

export interface CreateTokenOptions {
  readonly api: string | undefined;
  readonly scopes: readonly string[];
  /** A number and a unit: `30d`. */
  readonly expires: string | undefined;
}

/** `schemactl token create`: the token alone goes to stdout, this once. */
export async function createToken(
  { output }: CommandContext,
  name: string,
  { api, scopes, expires }: CreateTokenOptions,
): Promise<ExitCode> {
  if (scopes.length === 0) {
    throw usageError('What may it?', 'schemactl token create NAME --scope publish');
  }
  const made = await makeToken(knownApi(api), name, { scopes, expires });
  output.result({ kind: 'token', ...made }, () => made.token);
  output.note(
    `${made.name} (${made.scopes.join(', ')}), until ${made.expiresAt}. It is not shown again; its id is ${made.id}.`,
  );
  return EXIT.ok;
}

/** Makes a token by the one that the API is asked with. */
export function makeToken(
  { json }: Pick<ApiRequest, 'json'>,
  name: string,
  { scopes, expires }: Pick<CreateTokenOptions, 'scopes' | 'expires'>,
): Promise<NewToken> {
  const lifetime = expires === undefined ? {} : { expiresIn: secondsOf(expires) };
  const body = { name, scopes: [...scopes], ...lifetime };
  return json(endpoints.createToken, { params: {}, body });
}

/** `schemactl token list`: those that are alive, or all. */
export async function listTokens(
  { output }: CommandContext,
  { api, all }: { readonly api: string | undefined; readonly all: boolean },
): Promise<ExitCode> {
  const { json } = knownApi(api);
  const tokens: TokenDescription[] = [];
  let before: string | null | undefined;
  do {
    const query = { limit: 200, ...(before ? { before } : {}) };
    const page = await json(endpoints.listTokens, { params: {}, query });
    tokens.push(...page.tokens.filter((token) => all || endOf(token) === undefined));
    before = page.next;
  } while (before !== null);
  output.result({ kind: 'tokens', tokens }, () =>
    tableText([
      ['ID', 'NAME', 'SCOPES', 'EXPIRES', 'LAST USE', 'MADE BY'],
      ...tokens.map((token) => [
        token.id,
        token.name,
        token.scopes.join(' '),
        endOf(token) ?? token.expiresAt ?? 'never',
        token.lastUsedAt ?? 'never',
        token.createdBy,
      ]),
    ]),
  );
  return EXIT.ok;
}

/** `schemactl token revoke`: at once, in every process of the service. */
export async function revokeToken(
  { output }: CommandContext,
  id: string,
  { api, withMade }: { readonly api: string | undefined; readonly withMade: boolean },
): Promise<ExitCode> {
  const { json } = knownApi(api);
  const query = withMade ? { withMade } : {};
  const { revoked } = await json(endpoints.revokeToken, { params: { id }, query });
  output.result({ kind: 'revoked', revoked }, () => revoked.join('\n'));
  if (revoked.length === 0) output.note('It had ended before.');
  return EXIT.ok;
}

/** `schemactl audit`: the latest changes, the newest first. */
export async function showAudit(
  { output }: CommandContext,
  { api, limit }: { readonly api: string | undefined; readonly limit: string | undefined },
): Promise<ExitCode> {
  const count = limit === undefined ? 50 : Number(limit);
  if (!Number.isInteger(count) || count < 1 || count > 500) {
    throw usageError(`--limit ${limit} is no number from 1 to 500.`);
  }
  const { json } = knownApi(api);
  const { entries } = await json(endpoints.listAudit, { params: {}, query: { limit: count } });
  output.result({ kind: 'audit', entries }, () =>
    tableText([
      ['AT', 'WHO', 'WHAT', 'OF', 'FROM'],
      ...entries.map(({ at, actor, action, subject, address }) => [
        at,
        actor,
        action,
        subject,
        address ?? '',
      ]),
    ]),
  );
  return EXIT.ok;
}

function endOf({ revokedAt, expiresAt }: TokenDescription): string | undefined {
  if (revokedAt !== null) return 'revoked';
  return expiresAt !== null && Date.parse(expiresAt) <= Date.now() ? 'expired' : undefined;
}

function secondsOf(text: string): number {
  const [, count, unit = ''] = /^([1-9]\d{0,5})([mhd])$/.exec(text) ?? [];
  const seconds = Number(count) * (units[unit] ?? Number.NaN);
  if (Number.isInteger(seconds)) return seconds;
  throw usageError(`--expires ${text} is no time.`, 'Minutes, hours or days: 30m, 12h, 90d.');
}
