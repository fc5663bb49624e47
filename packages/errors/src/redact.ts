/** What stands where a secret stood. */
const HIDDEN = '***';

/** In examples: `postgresql://user:password@host`. */
const PLACEHOLDER = /^(?:password|\*+|<.*>|\.\.\.|\$.*)$/i;

/** The passwords that were read last, however they were written. Few are ever in use at once. */
const known: string[] = [];
const MOST_KNOWN = 64;

/** Shorter ones, and plain words (`migrator`), would hide what is none. */
const SHORTEST_KNOWN = 6;
const PLAIN_WORD = /^[a-z_-]*$/;

/**
 * Makes sure that a secret is not told by anything that {@link redact} sees,
 * wherever it stands. One that is short, or a plain word, is found by its
 * place only: behind `password=`, or in front of the `@` of a URL.
 */
export function keepSecret(secret: string): void {
  if (secret.length < SHORTEST_KNOWN || PLAIN_WORD.test(secret)) return;
  if (PLACEHOLDER.test(secret) || known.includes(secret)) return;
  known.push(secret);
  if (known.length > MOST_KNOWN) known.shift();
}

type Shape = readonly [pattern: RegExp, hide: (...groups: string[]) => string];

const hidden = (secret: string): string => (PLACEHOLDER.test(secret) ? secret : HIDDEN);

/** What stands before a colon and is no user. */
const OTHER_SCHEMES = 'npm|git|file|link|workspace|catalog|mailto|node|https?|postgres(?:ql)?';

const HOST = String.raw`(?:[\w-]+(?:\.[\w-]+)*|\[[\da-f:]+\])(?::\d+)?`;

// A password that is not percent-encoded may hold `@`, `/`, `?` and `#`: of a database's URL
// everything up to the last `@` of the word counts to it.
const SHAPES: readonly Shape[] = [
  // postgresql://user:p@ss/w#rd@host:5432/db, jdbc:postgresql://..., postgresql+psycopg://...
  [
    /((?:postgres|postgresql|pgsql)(?:\+\w+)?:\/\/[^\s:@/'"`<>]*:)([^\s"<>]+)(?=@)/gi,
    (start = '', secret = '') => start + hidden(secret),
  ],
  // https://user:password@host/path@tag
  [
    /(\b[a-z][a-z0-9+.-]*:\/\/[^\s:@/'"`<>]*:)([^\s@/'"`<>]+)(?=@)/gi,
    (start = '', secret = '') => start + hidden(secret),
  ],
  // user:password@host:5432/db, which lacks its scheme, and perhaps its database; not npm:name@1.0.0, image:tag@sha256:...
  [
    new RegExp(
      String.raw`((?:^|[\s"'\`(=])-{0,2}(?://)?)(?!(?:${OTHER_SCHEMES}):)(?![^\s'"\`]*:\/\/)([A-Za-z_][\w.-]*:)([^\s'"\`:/][^\s'"\`]*)(?=@(?!sha\d+:|\d+\.\d+\.\d+(?![.\d]))${HOST}(?:,${HOST})*(?:[/?]|[\s"'\`,;.)]|$))`,
      'gim',
    ),
    (before = '', user = '', secret = '') => before + user + hidden(secret),
  ],
  // password='it\'s' and PGPASSWORD=..., in a connection string, a URL, a command
  [
    /(\b\w*(?:password|passwd|passphrase)\s*=\s*)('(?:\\.|''|[^'\\])*'?|"(?:\\.|[^"\\])*"?|(?:\\.|[^\s&'"`,;)\\])+)/gi,
    (start = '', secret = '') => start + hidden(secret),
  ],
  // "password": "..."
  [
    /(["']\w*(?:password|passwd|passphrase)["']\s*:\s*)("(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')/gi,
    (start = '') => `${start}"${HIDDEN}"`,
  ],
  // A token of the Schema API: what is left says which one it is.
  [/\b(sst_[0-9a-f]{8})[0-9a-f]{24}_[0-9A-Za-z]{20,}/g, (start = '') => `${start}${HIDDEN}`],
  // A JSON Web Token, as CI systems give them
  [/\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*/g, () => HIDDEN],
  // authorization: Bearer ..., Basic ...
  [/(\b(?:bearer|basic)\s+)([\w.~+/-]{16,}=*)/gi, (start = '') => start + HIDDEN],
  // _authToken=..., _auth=... of an .npmrc
  [/(\b_auth(?:Token)?\s*=\s*)([^\s"'`]+)/gi, (start = '') => start + HIDDEN],
  // CREATE ROLE app PASSWORD '...'
  [/(\bpassword\s+)(E?'(?:''|\\.|[^'])*')/gi, (start = '') => `${start}'${HIDDEN}'`],
];

/** A text without the secrets in it, by their places and by what is known of them. Everything else stays. */
export function redact(text: string): string {
  const shaped = SHAPES.reduce(
    (safe, [pattern, hide]) => safe.replace(pattern, (_all, ...groups) => hide(...groups)),
    text,
  );
  return known.reduce((safe, secret) => safe.replace(wholeWord(secret), HIDDEN), shaped);
}

function wholeWord(secret: string): RegExp {
  const literal = secret.replace(/[\\^$.|?+*()[\]{}]/g, '\\$&');
  return new RegExp(`(?<![A-Za-z0-9_])${literal}(?![A-Za-z0-9_])`, 'g');
}

const SECRET_KEY = /(?:password|passwd|passphrase)$/i;

/**
 * A JSON value of which every text is safe; what lies under a key like `password`
 * is hidden whole. What lies under the keys of `except` stays as it is.
 */
export function redactValue(value: unknown, except: readonly string[] = []): unknown {
  if (typeof value === 'string') return redact(value);
  if (Array.isArray(value)) return value.map((inner) => redactValue(inner, except));
  if (!isPlain(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, redactUnder(key, inner, except)]),
  );
}

function redactUnder(key: string, value: unknown, except: readonly string[]): unknown {
  if (except.includes(key)) return value;
  return SECRET_KEY.test(key) && typeof value === 'string' ? HIDDEN : redactValue(value, except);
}

/** Not a Date, a Map or an object of a class, which JSON writes in its own way. */
function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
