import { NAME } from '@schema-service/postgres-sql';

// What is known to keep every row and every value. A list of what is allowed:
// whatever is not in it, a statement of a later PostgreSQL too, counts as lossy.
// Walked through with the reference pages of the SQL commands of PostgreSQL 18.
// Texts are flattened: lower case, one space, strings as ''.

/** Definitions, which hold no data; without CASCADE the server refuses to drop what data hangs on. */
const DEFINITIONS = [
  'access method|aggregate|cast|collation|conversion|domain|event trigger|foreign data wrapper|foreign table|function',
  'index|language|operator(?: class| family)?|policy|procedure|publication|routine|rule|schema|server',
  'statistics|text search (?:configuration|dictionary|parser|template)|transform|trigger|type|user mapping|view',
].join('|');

/** A table or stored view that is filled by a query, and not one with `GENERATED ALWAYS AS`. */
const QUERIED =
  '(?:(?:global |local )?(?:temp(?:orary)? |unlogged )?table|materialized view) .*(?<!always) as ?\\(?(?:select|with|values|table|execute)\\b';

const HARMLESS: readonly RegExp[] = [
  new RegExp(`^drop (?:procedural )?(?:${DEFINITIONS})(?=[ (])(?!.* cascade$)`),
  /^drop index concurrently (?!.* cascade$)/,
  // Its own tables aside, which are below; what it creates holds nothing yet. A subscription changes what is there.
  new RegExp(`^create (?!${QUERIED}|subscription )`),
  /^alter type \S+ (?:add (?:value|attribute)|rename|owner to|set schema|set ?\() ?(?!.*\b(?:drop|alter) attribute\b)/,
  /^alter sequence (?!.*\brestart\b)/,
  /^alter (?:index|view|materialized view) (?!.*\bdrop column\b)/,
  /^alter (?:aggregate|collation|conversion|default privileges|event trigger|foreign data wrapper|foreign table|function|language|large object|operator(?: class| family)?|policy|procedure|publication|routine|rule|schema|server|statistics|text search|trigger|user mapping) /,
  /^alter (?:role|user|group|database|system) .*\b(?:re)?set\b/,
  /^alter extension \S+ set schema /,
  /^(?:grant|revoke|comment on|security label|reassign owned) /,
  /^(?:analyze|vacuum|reindex|cluster|checkpoint|lock)\b/,
  /^(?:set|reset|show|discard|notify|listen|unlisten|prepare|deallocate|savepoint|release|rollback to)\b/,
  /^import foreign schema /,
  new RegExp(`^copy ${NAME}(?:\\([^)]*\\))? ?(?:from|to) (?!program\\b)`),
];

/** Those that make rows, or only look: they keep everything as long as no function that they call takes it away. */
const ADDING: readonly RegExp[] = [
  new RegExp(`^insert into ${NAME}(?!.*\\bdo update\\b)`),
  new RegExp(`^create ${QUERIED}(?<!execute)`),
  /^(?:select|values|table)\b/,
];

/** Of PostgreSQL's own functions those that a script uses to fill in values and to set up its session. */
const PURE_FUNCTIONS = new Set(
  `abs array_agg avg bool_and bool_or cast ceil clock_timestamp coalesce concat concat_ws count current_setting date_part
  date_trunc exists extract float floor format gen_random_uuid generate_series greatest in initcap interval json_agg
  json_build_array json_build_object jsonb_agg jsonb_build_array jsonb_build_object left length least lower lpad ltrim
  make_date make_interval max md5 min mod now numeric nullif over partition random regexp_replace replace right round
  row row_number char_length octet_length array_length cardinality btrim starts_with position jsonb_typeof json_typeof
  isfinite check varying character decimal bit time rpad rtrim set_config split_part statement_timestamp string_agg strpos substr substring sum
  timestamp timestamptz to_char to_date to_json to_jsonb to_number to_timestamp to_tsvector translate trim trunc unnest upper
  uuidv7 values varchar char any all array nextval currval as and or not on using from where select when then else by
  filter within distinct lateral union except intersect is like ilike limit offset join conflict key`.split(
    /\s+/,
  ),
);

/** Whether a flattened statement is known to keep every row and value that is there. */
export function keepsEverything(flat: string): boolean {
  if (HARMLESS.some((pattern) => pattern.test(flat))) return true;
  if (/^alter domain /.test(flat)) return computesPurely(flat);
  return ADDING.some((pattern) => pattern.test(flat)) && callsOnlyPure(flat);
}

/** Whether a part of an `ALTER TABLE` does. */
export function keepsAlterPart(part: string): boolean {
  return HARMLESS_PARTS.some((pattern) => pattern.test(part)) && computesPurely(part);
}

/** What a new default or check computes for every row that is there; elsewhere PostgreSQL takes only what cannot write. */
function computesPurely(text: string): boolean {
  const [computed] = /\b(?:default |check ?\().*$/s.exec(text) ?? [];
  return computed === undefined || callsOnlyPure(computed.replace(REFERENCES, ''));
}

const REFERENCES = new RegExp(`\\breferences ${NAME}(?:\\([^)]*\\))?`, 'g');

const HARMLESS_PARTS: readonly RegExp[] = [
  /^add\b/,
  /^rename\b/,
  /^(?:owner to|set schema|set tablespace|set logged|set with|set without|set access method|set ?\(|reset ?\()/,
  /^drop constraint\b/,
  /^alter constraint\b/,
  // As text every value of any type is still itself.
  new RegExp(`^alter (?:column )?${NAME} (?:set data )?type (?:pg_catalog\\.)?text$`),
  new RegExp(
    `^alter (?:column )?${NAME} (?:set\\(|set (?!data type|expression\\b)(?!.*\\brestart\\b)|reset\\b|drop (?:default|not null|expression)|add generated)`,
  ),
  /^(?:enable|disable|force|no force) (?:trigger|rule|row level|always|replica)/,
  /^(?:validate constraint|cluster on|replica identity|inherit|no inherit|of|not of)\b/,
  // The rows stay, in a table of their own.
  /^(?:attach|detach) partition\b/,
];

const CALL = new RegExp(`(${NAME})\\(`, 'g');
const INTO = new RegExp(`^insert into ${NAME}(?: as ${NAME})?\\([^)]*\\)`);
const CREATED = new RegExp(
  `^create (?:[a-z]+ )*?(?:table|view) (?:if not exists )?${NAME}(?:\\([^)]*\\))?`,
);

function callsOnlyPure(flat: string): boolean {
  const rest = flat.replace(INTO, '').replace(CREATED, '');
  if (/\b(?:insert into|update|delete from|merge into)\b/.test(rest.replace(/^insert into/, '')))
    return false;
  return [...rest.matchAll(CALL)].every(([, name = '']) =>
    PURE_FUNCTIONS.has(name.replace(/^pg_catalog\./, '')),
  );
}
