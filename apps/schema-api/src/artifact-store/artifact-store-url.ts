/** Where artifacts are kept, other than in the catalog's database. */
export interface S3Location {
  readonly kind: 's3';
  readonly bucket: string;
  /** In front of every key; empty, or with a slash at the end. */
  readonly prefix: string;
  /** Of a store that is not Amazon's. */
  readonly endpoint?: string;
  readonly region?: string;
}

/** Where artifacts are kept. `postgres` is the catalog's own database. */
export type ArtifactStoreLocation = { readonly kind: 'postgres' } | S3Location;

const PARAMETERS: readonly string[] = ['endpoint', 'region'];

/** Reads `postgres` or `s3://bucket/prefix?endpoint=...&region=...`; `undefined` where it is neither. */
export function readArtifactStore(text: string): ArtifactStoreLocation | undefined {
  if (text === 'postgres') return { kind: 'postgres' };
  if (!text.startsWith('s3://') || !URL.canParse(text)) return undefined;
  const url = new URL(text);
  const endpoint = url.searchParams.get('endpoint');
  const region = url.searchParams.get('region');
  const isUnderstood =
    /^[a-z0-9][a-z0-9.-]{1,62}$/.test(url.hostname) &&
    url.username + url.password + url.port + url.hash === '' &&
    [...url.searchParams.keys()].every((name) => PARAMETERS.includes(name)) &&
    (endpoint === null || (URL.canParse(endpoint) && /^https?:/.test(endpoint)));
  if (!isUnderstood) return undefined;
  const path = decodeURIComponent(url.pathname).replace(/^\/+|\/+$/g, '');
  return {
    kind: 's3',
    bucket: url.hostname,
    prefix: path === '' ? '' : `${path}/`,
    ...(endpoint === null ? {} : { endpoint }),
    ...(region === null ? {} : { region }),
  };
}
