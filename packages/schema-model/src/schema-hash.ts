import { createHash } from 'node:crypto';
import { printSchema } from './prisma/print/print-schema.ts';
import type { SchemaModel } from './schema-model.ts';

/**
 * The identity of a schema's meaning, `sha256:<hex>`: two schemas have the same
 * hash when they differ in formatting, comments, documentation, the order of
 * declarations or the division into files only.
 */
export function schemaHash(schema: SchemaModel): string {
  const canonical = printSchema(schema, { documentation: false });
  return `sha256:${createHash('sha256').update(canonical).digest('hex')}`;
}
