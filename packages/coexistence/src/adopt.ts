import type { SchemaModel } from '@schema-service/schema-model';
import type { Layout } from './layout.ts';
import type { PhaseScript } from './phase-script.ts';
import { physicalSchema } from './physical-schema.ts';
import { openVersion } from './render/open-version.ts';
import { versionLayout } from './version-layout.ts';

export interface Adoption {
  readonly layout: Layout;
  readonly phases: readonly PhaseScript[];
}

/**
 * A version schema for a database that has none: views of the tables as they are. Clients of the tables go on working. Pure.
 *
 * @param phase `expand` where it is the first step of a later version's migrations
 */
export function adopt(
  name: string,
  version: string,
  schema: SchemaModel,
  phase: 'open' | 'expand' = 'open',
): Adoption {
  const base = physicalSchema(schema);
  const views = versionLayout(name, version, schema, base);
  const layout: Layout = {
    kind: 'layout',
    name,
    versions: [views],
    base,
    groups: [],
    fills: [],
    moves: [],
    guarded: [],
  };
  return { layout, phases: [openVersion(views, phase)] };
}
