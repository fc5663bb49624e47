export {
  foreignKeyName,
  indexName,
  primaryKeyName,
  uniqueName,
} from './constraint-names.ts';
export { formatSources } from './format-sources.ts';
export type { SchemaSource } from './load-schema-sources.ts';
export { isSchemaSource, loadSchemaSources } from './load-schema-sources.ts';
export { type ParseOptions, parseSchema } from './parse-schema.ts';
export { formatSchema } from './prisma/engine/schema-engine.ts';
export { type IntrospectOptions, introspectSchema } from './prisma/migration/introspect-schema.ts';
export { schemaSql } from './prisma/migration/schema-sql.ts';
export { type PrintOptions, printSchema } from './prisma/print/print-schema.ts';
export { statedPythonName, withoutAnnotations, withoutLines } from './queries/annotations.ts';
export { isMadeAnew, isMadeByDatabase } from './queries/defaults.ts';
export { columnsOf, isColumn, pathOf, sidesOf } from './queries/fields.ts';
export { withoutViews } from './queries/without-views.ts';
export { defaultRelationName } from './relation-defaults.ts';
export { schemaHash } from './schema-hash.ts';
export type { SchemaMistake } from './schema-mistake.ts';
export type * from './schema-model.ts';
export { emptySchema } from './schema-model.ts';
export { sortedBy } from './sorted-by.ts';
