export { assertNever } from './assert-never.ts';
export { keepSecret, redact, redactValue } from './redact.ts';
export {
  errorRecord,
  formatError,
  isSchemaServiceError,
  SchemaServiceError,
  type SchemaServiceErrorData,
} from './schema-service-error.ts';
