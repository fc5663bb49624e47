import type { CreatedToken, Scope, Stores } from '@schema-service/catalog';

/** Makes tokens in the stores, as an admin does. */
export interface TestTokens {
  readonly admin: CreatedToken;
  readonly make: (name: string, ...scopes: readonly Scope[]) => Promise<CreatedToken>;
}

export async function testTokens({ tokens }: Stores): Promise<TestTokens> {
  const admin = await tokens.createFirst({ name: 'first admin' });
  if (admin === undefined) throw new Error('This catalog has an admin.');
  const origin = { actor: admin.name, tokenId: admin.id };
  return {
    admin,
    make: (name, ...scopes) => tokens.create({ name, scopes, madeBy: 'request' }, origin),
  };
}

/** The header of a request with this token. */
export function bearer(token: CreatedToken | string): { readonly authorization: string } {
  return { authorization: `Bearer ${typeof token === 'string' ? token : token.text}` };
}

/** As pip and twine send it. */
export function basic(token: CreatedToken, user = '__token__'): { readonly authorization: string } {
  return { authorization: `Basic ${Buffer.from(`${user}:${token.text}`).toString('base64')}` };
}
