import type { SchemaModel } from '@schema-service/schema-model';
import { withoutDiffAnnotations } from '../renames/annotation.ts';

/**
 * A schema without where it stands in its files and without rename annotations: what
 * `diff` compares, and `applyChanges` gives.
 */
export function comparableSchema(schema: SchemaModel): SchemaModel {
  const text = JSON.stringify(withoutDiffAnnotations(schema), (key, value) =>
    key === 'location' ? undefined : value,
  );
  return JSON.parse(text) as SchemaModel; // It is plain data, and loses only what is optional.
}
