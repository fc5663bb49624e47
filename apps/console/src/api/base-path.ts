/** The path below which the API is reached, without a slash at the end: empty, or what its PUBLIC_URL has. */
export const basePath: string =
  document.querySelector('meta[name="base"]')?.getAttribute('content') ?? '';

/** Where the API is reached, for lines to copy. */
export const publicUrl: string = location.origin + basePath;
