import { answers, type Verdict } from './rule.ts';
import type { SchemaIndex } from './schema-index.ts';

/** A key by which rows could be looked up, and no longer can. */
export function lookupGone(path: string, current: SchemaIndex): Verdict {
  return current.entity(path)?.kind === 'view'
    ? answers('yes', 'yes', 'yes', 'breaks', {
        reason: 'A view has no constraint; code that looks rows up by it no longer compiles.',
      })
    : answers('yes', 'depends', 'depends', 'breaks');
}
