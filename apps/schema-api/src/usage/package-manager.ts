/** The first product of a User-Agent, in lower case, and what is behind it. */
const managers: Readonly<Record<string, string>> = {
  npm: 'npm',
  pnpm: 'pnpm',
  yarn: 'yarn',
  bun: 'bun',
  deno: 'deno',
  pip: 'pip',
  uv: 'uv',
  poetry: 'poetry',
  pdm: 'pdm',
  hatch: 'hatch',
  twine: 'twine',
  renovate: 'renovate',
  renovatebot: 'renovate',
  dependabot: 'dependabot',
  curl: 'curl',
  wget: 'wget',
  mozilla: 'browser',
};

/**
 * The package manager that a User-Agent is of: `npm/11.1.0 node/v22.0.0 linux x64`,
 * `pip/26.0 {"ci":true}`, `uv/0.9.1 ...`, `poetry/2.0.0 CPython/3.13`. One of few
 * words, whatever is sent; `other` for what is not known.
 */
export function packageManager(userAgent: string | undefined): string {
  const [, product = ''] = /^([A-Za-z-]{1,20})(?:\/|$| )/.exec(userAgent ?? '') ?? [];
  const name = product.toLowerCase();
  return Object.hasOwn(managers, name) ? (managers[name] ?? 'other') : 'other';
}
