import { isScope, type Scope } from '@schema-service/catalog';

/** A CI system whose ID tokens are exchanged, if their claims are these. */
export interface TrustedPublisher {
  /** Names the tokens that it gets, and who changed something with them. */
  readonly name: string;
  readonly issuer: string;
  readonly audience: string;
  /** Where the issuer's keys are. Default: what its discovery document says. */
  readonly jwksUri?: string;
  /** Claims by name, with the pattern that each has to match: `*` is any run of characters without `/`, `**` any. */
  readonly claims: Readonly<Record<string, string>>;
  readonly scopes: readonly Scope[];
  /** Default: {@link usualAlgorithms}. */
  readonly algorithms: readonly string[];
}

/** Of keys that only the issuer has: nothing symmetric, and never `none`. */
export const usualAlgorithms = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
] as const;

/** Says what is wrong with a publisher, by its place; gives it where nothing is. */
type Checked = { readonly publisher: TrustedPublisher } | { readonly problem: string };

/** Reads the list whole: every problem that it has, or the publishers. */
export function readTrustedPublishers(
  value: unknown,
): { readonly publishers: readonly TrustedPublisher[] } | { readonly problems: readonly string[] } {
  if (!Array.isArray(value)) return { problems: ['It is no list.'] };
  const checked = value.map((entry, index) => check(entry, `[${index}]`));
  const names = checked.flatMap((one) => ('publisher' in one ? [one.publisher.name] : []));
  const twice = names.filter((name, index) => names.indexOf(name) !== index);
  const problems = [
    ...checked.flatMap((one) => ('problem' in one ? [one.problem] : [])),
    ...twice.map((name) => `The name ${JSON.stringify(name)} stands twice.`),
  ];
  if (problems.length > 0) return { problems };
  return { publishers: checked.flatMap((one) => ('publisher' in one ? [one.publisher] : [])) };
}

const known = ['name', 'issuer', 'audience', 'jwksUri', 'claims', 'scopes', 'algorithms'];

function check(entry: unknown, place: string): Checked {
  const no = (text: string): Checked => ({ problem: `${place}: ${text}` });
  if (!isRecord(entry)) return no('it is no object.');
  const { name, issuer, audience, jwksUri, claims, scopes, algorithms = usualAlgorithms } = entry;
  const unknown = Object.keys(entry).filter((key) => !known.includes(key));
  if (unknown.length > 0) return no(`${unknown.join(', ')} is not known.`);
  if (typeof name !== 'string' || !/^[A-Za-z0-9][A-Za-z0-9 ._-]{0,62}$/.test(name)) {
    return no('name is up to 63 letters, digits, spaces and . _ -');
  }
  if (!isSafeUrl(issuer)) return no('issuer is an https URL (http on loopback only).');
  if (jwksUri !== undefined && !isSafeUrl(jwksUri)) {
    return no('jwksUri is an https URL (http on loopback only).');
  }
  if (typeof audience !== 'string' || audience === '') {
    return no('audience is missing: the name of this service, which the CI system is asked for.');
  }
  if (!isRecord(claims) || !areTexts(claims))
    return no('claims are patterns by the name of a claim.');
  // An issuer signs for all of its customers: what tells ours from others' has to be said.
  if (!Object.values(claims).some((pattern) => /[^*]/.test(pattern))) {
    return no(
      'claims has to tell the project from others of the same issuer: {"repository": "org/schema"}.',
    );
  }
  if (!Array.isArray(scopes) || scopes.length === 0 || !scopes.every(isScopeValue)) {
    return no('scopes are some of read, publish, migrate:<environment>, approve:<environment>.');
  }
  if (scopes.includes('admin')) return no('scopes: a CI system is no admin.');
  if (!Array.isArray(algorithms) || algorithms.length === 0 || !algorithms.every(isAlgorithm)) {
    return no(`algorithms are some of ${usualAlgorithms.join(', ')}.`);
  }
  const keys = jwksUri === undefined ? {} : { jwksUri };
  return { publisher: { name, issuer, audience, claims, scopes, algorithms, ...keys } };
}

/** Whether the claims of an ID token are what a publisher asks for; those that are not. */
export function mismatchedClaims(
  { claims }: TrustedPublisher,
  payload: Readonly<Record<string, unknown>>,
): readonly string[] {
  return Object.entries(claims)
    .filter(
      ([name, pattern]) =>
        !matches(pattern, Object.hasOwn(payload, name) ? payload[name] : undefined),
    )
    .map(([name]) => name);
}

function matches(pattern: string, value: unknown): boolean {
  if (Array.isArray(value))
    return value.some((one) => !Array.isArray(one) && matches(pattern, one));
  if (!['string', 'number', 'boolean'].includes(typeof value)) return false;
  const parts = pattern.split(/(\*+)/).map((part) => {
    if (part.startsWith('**')) return '[^]*';
    return part === '*' ? '[^/]*' : part.replace(/[\\^$.|?+()[\]{}]/g, '\\$&');
  });
  return new RegExp(`^${parts.join('')}$`).test(String(value));
}

/** A URL whose answer nobody on the way can change. */
export function isSafeUrl(value: unknown): value is string {
  if (typeof value !== 'string' || !URL.canParse(value)) return false;
  const { protocol, hostname, username, password } = new URL(value);
  if (username !== '' || password !== '') return false;
  const isLoopback = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/.test(hostname);
  return protocol === 'https:' || (protocol === 'http:' && isLoopback);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function areTexts(
  value: Readonly<Record<string, unknown>>,
): value is Readonly<Record<string, string>> {
  return Object.values(value).every((one) => typeof one === 'string');
}

function isScopeValue(value: unknown): value is Scope {
  return typeof value === 'string' && isScope(value);
}

function isAlgorithm(value: unknown): value is string {
  return usualAlgorithms.some((one) => one === value);
}
