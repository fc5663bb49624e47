/** The one table from error codes to HTTP status. A code that is not here is a failure of ours: 500. */
const statusOfCode: Readonly<Record<string, number>> = {
  REQUEST_INVALID: 400,
  ROUTE_NOT_FOUND: 404,
  VERSION_NOT_FOUND: 404,
  LANGUAGE_NOT_FOUND: 404,
  PACKAGE_NOT_FOUND: 404,
  FILE_NOT_FOUND: 404,
  ENVIRONMENT_UNKNOWN: 404,
  RUN_NOT_FOUND: 404,
  ENVIRONMENT_NOT_SET: 503,
  ENVIRONMENT_UNREACHABLE: 503,
  RUN_IN_PROGRESS: 409,
  RUN_PLAN_CHANGED: 409,
  RUN_NOT_WAITING: 409,
  RUN_NOT_FAILED: 409,
  RUN_ENDED: 409,
  RUN_APPROVED_BY_STARTER: 403,
  RUN_DOWN_NOT_ALLOWED: 403,
  IDEMPOTENCY_KEY_REUSED: 422,
  TOKEN_REQUIRED: 401,
  TOKEN_INVALID: 401,
  ID_TOKEN_REFUSED: 401,
  ID_TOKEN_USED: 401,
  TOKEN_SCOPE_MISSING: 403,
  WEBHOOK_NOT_FOUND: 404,
  DELIVERY_NOT_FOUND: 404,
  WEBHOOK_KEY_MISSING: 409,
  WEBHOOK_URL_REFUSED: 422,
  RELEASE_SCHEMA_UNREADABLE: 422,
  TOKEN_SCOPE_NOT_HELD: 403,
  TOKEN_NOT_FOUND: 404,
  RATE_LIMITED: 429,
  ISSUER_UNREACHABLE: 503,
  REGISTRY_READ_ONLY: 405,
  DATABASE_UNREACHABLE: 503,
  NOT_READY: 503,
};

export function httpStatus(code: string): number {
  if (Object.hasOwn(statusOfCode, code)) return statusOfCode[code] ?? 500;
  // What the migrator refuses: the state of an environment or of the releases stands in the way.
  return code.startsWith('MIGRATION_') ? 409 : 500;
}
