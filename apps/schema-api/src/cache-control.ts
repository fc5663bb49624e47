/** For what a version names: it never changes once it is published. */
export const immutable = 'public, max-age=31536000, immutable';

/** For lists and `latest`: kept, but asked again (an ETag makes that cheap), so that a publication is seen at once. */
export const revalidate = 'public, no-cache';

export function cacheControlOf(requestedVersion: string): string {
  return requestedVersion === 'latest' ? revalidate : immutable;
}
