/**
 * Writes a scoped name in a registry URL the one way that routes are written
 * for: `/npm/@org/x` (which browsers and people type) as `/npm/@org%2fx`
 * (which npm sends; pnpm sends `%2F`).
 */
export function escapeScopedName(url: string): string {
  return url.replace(/^(\/npm\/(?:-\/package\/)?(?:@|%40)[^/%?]+)\/(?=[^/?])/, '$1%2f');
}
