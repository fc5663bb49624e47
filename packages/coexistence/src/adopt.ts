import type { Structure } from '@schema-service/migration-draft';
import {
  type Change,
  renamesIn,
  subjectPath,
  underCurrentNames,
} from '@schema-service/schema-diff';
import type { SchemaModel } from '@schema-service/schema-model';
import type { Unbridgeable } from './findings.ts';
import type { Layout } from './layout.ts';
import type { PhaseScript } from './phase-script.ts';
import { physicalSchema } from './physical-schema.ts';
import { openVersion } from './render/open-version.ts';
import { versionLayout } from './version-layout.ts';

export interface Adoption {
  readonly layout: Layout;
  readonly phases: readonly PhaseScript[];
}

export interface AdoptOptions {
  /**
   * `expand` where it is the first step of a later version's migrations. It leaves alone what is there already, and stays
   * when that version is taken back: clients use it. Default: `open`.
   */
  readonly phase?: 'open' | 'expand';
  /** What the database has beside what its schema says. Default: nothing. */
  readonly structure?: Structure;
}

/**
 * A version schema for a database that has none: views of the tables as they are. Clients of the tables go on working. Pure.
 */
export function adopt(
  name: string,
  version: string,
  schema: SchemaModel,
  { phase = 'open', structure = [] }: AdoptOptions = {},
): Adoption {
  const base = physicalSchema(schema);
  const views = versionLayout({ name, version, schema, base, structure });
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
  return { layout, phases: [openVersion(views, { phase })] };
}

/** A version below the one that a database is at. */
export interface OlderVersion {
  readonly version: string;
  readonly schema: SchemaModel;
  /** All that has changed since, up to the version that the database is at. */
  readonly changes: readonly Change[];
  /** What the database has beside what its schema says. Default: nothing. */
  readonly structure?: Structure;
}

/**
 * A version schema for a version below those that have one, on tables that were moved on without it: where all that has changed
 * since is a matter of views. Pure.
 */
export function adoptOlder(
  { layout, phases }: Adoption,
  { version, schema, changes, structure = [] }: OlderVersion,
): Adoption | { readonly kind: 'halted'; readonly findings: readonly Unbridgeable[] } {
  const findings = changes
    .filter((change) => change.bridged !== 'views' || isGone(change))
    .map(({ subject, id }): Unbridgeable => {
      const reason = `${id} since ${version}: the tables have lost what its clients need.`;
      return { kind: 'unbridgeable', path: subjectPath(subject), reason };
    });
  if (findings.length > 0) return { kind: 'halted', findings };
  const older = underCurrentNames(schema, renamesIn(changes), { databaseNames: 'kept' });
  const { name, base } = layout;
  const views = versionLayout({ name, version, schema: older, base, structure });
  return {
    layout: { ...layout, versions: [views, ...layout.versions] },
    phases: [openVersion(views, { phase: 'expand' }), ...phases],
  };
}

/** What a version drops without another one beside it is not there to be shown. */
function isGone(change: Change): boolean {
  switch (change.id) {
    case 'FIELD_REMOVED':
      return change.previous.kind !== 'relation';
    case 'FIELD_TYPE_CHANGED':
    case 'FIELD_LIST_CHANGED':
      return change.subject.owner === 'view';
    case 'RELATION_REMOVED':
    case 'RELATION_MAPPING_CHANGED':
      return 'kind' in change.previous && change.previous.kind === 'joinTable';
    default:
      return change.id === 'MODEL_REMOVED' || change.id === 'VIEW_REMOVED';
  }
}
