/** Words that Python keeps for itself. */
const KEYWORDS: ReadonlySet<string> = new Set(
  (
    'False None True and as assert async await break class continue def del elif else except ' +
    'finally for from global if import in is lambda nonlocal not or pass raise return try while ' +
    'with yield'
  ).split(' '),
);

/** Members of the client and of its transactions, which a model's accessor must not hide. */
const CLIENT_MEMBERS: ReadonlySet<string> = new Set([
  'close',
  'execute_raw',
  'query_raw',
  'transaction',
]);

/** `createdAt` -> `created_at`, `userID` -> `user_id`, `HTMLBody` -> `html_body`. */
function snakeCase(name: string): string {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1_$2')
    .toLowerCase();
}

/** Whether Python keeps the word for itself. */
export const isKeyword = (name: string): boolean => KEYWORDS.has(name);

function withoutKeyword(name: string): string {
  return isKeyword(name) ? `${name}_` : name;
}

/** The attribute and key of a field: snake case, with `_` behind a keyword. */
export function fieldName(name: string): string {
  return withoutKeyword(snakeCase(name));
}

/** The attribute of a client for a model: snake case, with `_` behind what is taken. */
export function accessorName(name: string): string {
  const accessor = fieldName(name);
  return CLIENT_MEMBERS.has(accessor) ? `${accessor}_` : accessor;
}

/** The class of a model or an enum: `audit_log` -> `AuditLog`. */
export function className(name: string): string {
  const pascal = name.replace(/(?:^|_+)([A-Za-z0-9])/g, (_, first: string) => first.toUpperCase());
  return withoutKeyword(pascal);
}

/** The member of an enum: `inProgress` -> `IN_PROGRESS`. */
export function memberName(name: string): string {
  return snakeCase(name).toUpperCase();
}

/** The package to import of a distribution: `org-db-client` -> `org_db_client`. */
export function moduleName(distribution: string): string {
  return distribution.replaceAll('-', '_');
}
