import type { Release } from '@schema-service/catalog';
import type { SchemaModel } from '@schema-service/schema-model';

/** A release with its schema read. */
export interface ReadRelease extends Release {
  /** Of the text in `schema`. */
  readonly model: SchemaModel;
}
