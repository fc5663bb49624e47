/** For what an exact version names: it never changes once it is published. */
export const immutable = 'public, max-age=31536000, immutable';

/** For lists, tags and ranges: kept, but asked again (an ETag makes that cheap), so that a publication is seen at once. */
export const revalidate = 'public, no-cache';
