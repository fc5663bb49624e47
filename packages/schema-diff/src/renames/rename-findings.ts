import type { SchemaModel } from '@schema-service/schema-model';
import type { DiffOptions, RenameFinding } from '../diff-options.ts';
import { resolveRenames } from './resolve-renames.ts';

/**
 * The renames that the current schema's annotations or the answers state and that
 * do not fit the two schemas; `diff` leaves them out. An annotation that was
 * released, so that the previous schema has the new name already, is none.
 */
export function renameFindings(
  previous: SchemaModel,
  current: SchemaModel,
  { renames }: Pick<DiffOptions, 'renames'> = {},
): readonly RenameFinding[] {
  return resolveRenames(previous, current, renames).findings;
}
