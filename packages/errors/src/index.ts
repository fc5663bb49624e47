export { assertNever } from './assert-never.ts';
export { formatError } from './format-error.ts';
export { keepSecret, redact, redactValue } from './redact.ts';
export {
  isSchemaServiceError,
  SchemaServiceError,
  type SchemaServiceErrorData,
} from './schema-service-error.ts';
