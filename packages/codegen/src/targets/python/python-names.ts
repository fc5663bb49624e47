const words = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/));

/** Words that Python keeps for itself. `match`, `case`, `type` and `_` are names as well, and may stay. */
const KEYWORDS = words(
  `False None True and as assert async await break class continue def del elif else except finally
  for from global if import in is lambda nonlocal not or pass raise return try while with yield`,
);

/** What a row has beside its fields, and the keys of conditions that are no fields. */
const FIELD_WORDS = words('AND NOT OR counts from_dict to_dict');

/** Members of the client and of its transactions, which a model's accessor must not hide. */
const CLIENT_MEMBERS = words(
  `batch batch_ close compatibility connect disconnect execute_raw is_connected query_first query_raw transaction
  tx`,
);

/** What a member of an enum has from `str` and from `Enum`. */
const MEMBER_WORDS = words(
  `capitalize casefold center count encode endswith expandtabs find format format_map index isalnum
  isalpha isascii isdecimal isdigit isidentifier islower isnumeric isprintable isspace istitle
  isupper join ljust lower lstrip maketrans mro name partition removeprefix removesuffix replace
  rfind rindex rjust rpartition rsplit rstrip split splitlines startswith strip swapcase title
  translate upper value zfill`,
);

/** How a kind of name is spelled in Python. */
export interface Spelling {
  /** `createdAt` -> `created_at` of a field. */
  readonly convert: (name: string) => string;
  /** Whether a name means something else in its place, and gets `_` behind it. */
  readonly isTaken: (name: string) => boolean;
}

/** `createdAt` -> `created_at`, `userID` -> `user_id`, `HTMLBody` -> `html_body`. */
function snakeCase(name: string): string {
  return name
    .replace(/([\p{Ll}\p{N}])(\p{Lu})/gu, '$1_$2')
    .replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, '$1_$2')
    .toLowerCase();
}

/** `audit_log` -> `AuditLog`. */
function pascalCase(name: string): string {
  return name.replace(/(?:^|_+)([\p{L}\p{N}])/gu, (_, first: string) => first.toUpperCase());
}

/** `inProgress` -> `IN_PROGRESS`. */
function constantCase(name: string): string {
  return /\p{Ll}/u.test(name) ? snakeCase(name).toUpperCase() : name;
}

/**
 * The name as Python reads it, which takes letters that look alike for one.
 * What the schema language has for a letter and Python has not becomes `_`.
 */
export function identifier(name: string): string {
  const known = name.normalize('NFKC').replace(/\P{XIDC}/gu, '_');
  return /^\p{XIDS}/u.test(known) ? known : `x${known}`;
}

/** The attribute and key of a field: snake case. */
export const FIELD: Spelling = {
  convert: snakeCase,
  isTaken: (name) => KEYWORDS.has(name) || FIELD_WORDS.has(name),
};

/** The attribute of a client for a model or a view: snake case. */
export const ACCESSOR: Spelling = {
  convert: snakeCase,
  isTaken: (name) => KEYWORDS.has(name) || CLIENT_MEMBERS.has(name),
};

/** The class of a model, a view or an enum: Pascal case. Every module imports `annotations` of `__future__`. */
export const CLASS: Spelling = {
  convert: pascalCase,
  isTaken: (name) => KEYWORDS.has(name) || name === 'annotations',
};

/** The member of an enum: upper case. */
export const MEMBER: Spelling = {
  convert: constantCase,
  isTaken: (name) => KEYWORDS.has(name) || MEMBER_WORDS.has(name),
};

/** The name of something that shares its place with nothing of the same name. */
const alone =
  ({ convert, isTaken }: Spelling) =>
  (name: string): string => {
    const spelled = identifier(convert(name));
    return isTaken(spelled) ? `${spelled}_` : spelled;
  };

/** The names of one declaration by itself; `pythonNaming` knows those of a whole schema. */
export const fieldName: (name: string) => string = alone(FIELD);
export const accessorName: (name: string) => string = alone(ACCESSOR);
export const className: (name: string) => string = alone(CLASS);
export const memberName: (name: string) => string = alone(MEMBER);

/** The package to import of a distribution: `org-db-client` -> `org_db_client`, `class` -> `class_`. */
export function moduleName(distribution: string): string {
  const name = distribution.replaceAll('-', '_');
  return KEYWORDS.has(name) ? `${name}_` : name;
}
