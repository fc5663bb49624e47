import type { SchemaModel } from '@schema-service/schema-model';

/** One side of a comparison: a schema, and where it is from. */
export interface SchemaSide {
  readonly kind: 'version' | 'working' | 'git' | 'path' | 'database';
  /** As it is shown: `1.1.0`, `working`, `main`, a path, or a database without its password. */
  readonly label: string;
  readonly model: SchemaModel;
}
