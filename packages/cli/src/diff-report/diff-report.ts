import {
  type Bump,
  bumpOf,
  type Change,
  type DiffOptions,
  diff,
} from '@schema-service/schema-diff';
import type { SchemaSide } from '../schema-side/schema-side.ts';

/** What lies between two schemas, as `schemactl diff --json` prints it. */
export interface DiffReport {
  readonly kind: 'schemaDiff';
  readonly from: Omit<SchemaSide, 'model'>;
  readonly to: Omit<SchemaSide, 'model'>;
  readonly bump: Bump;
  readonly changes: readonly Change[];
}

export function createDiffReport(
  from: SchemaSide,
  to: SchemaSide,
  options: DiffOptions = {},
): DiffReport {
  const changes = diff(from.model, to.model, options);
  return {
    kind: 'schemaDiff',
    from: { kind: from.kind, label: from.label },
    to: { kind: to.kind, label: to.label },
    bump: bumpOf(changes),
    changes,
  };
}
