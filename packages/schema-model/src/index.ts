export type * from './schema-model.ts';
export type { SchemaSource } from './schema-source.ts';
