/** What a token is good for: `read`, `publish`, `admin`, `migrate:<environment>`, `approve:<environment>`. */
export type Scope = 'read' | 'publish' | 'admin' | `${'migrate' | 'approve'}:${string}`;

/** A scope as text; `*` stands for every environment. */
export const scopePattern =
  '^(?:read|publish|admin|(?:migrate|approve):(?:\\*|[A-Za-z0-9][A-Za-z0-9._-]{0,62}))$';

const pattern = new RegExp(scopePattern);

export function isScope(text: string): text is Scope {
  return pattern.test(text);
}

/** `admin` may everything, and who may anything may read. `migrate:*` is every environment. */
export function isGranted(scopes: readonly Scope[], wanted: Scope): boolean {
  if (scopes.includes('admin') || scopes.includes(wanted)) return true;
  if (wanted === 'read') return scopes.length > 0;
  const [verb] = wanted.split(':', 1);
  return wanted.includes(':') && scopes.includes(`${verb as 'migrate' | 'approve'}:*`);
}
