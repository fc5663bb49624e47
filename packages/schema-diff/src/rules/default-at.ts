import type { DefaultValue } from '@schema-service/schema-model';
import type { SchemaIndex } from './schema-index.ts';

export function defaultAt(schema: SchemaIndex, path: string): DefaultValue | undefined {
  const field = schema.field(path);
  return field === undefined || field.kind === 'relation' ? undefined : field.default;
}
