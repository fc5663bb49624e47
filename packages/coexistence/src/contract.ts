import { renderScript, statement } from '@schema-service/migration-draft';
import type { SchemaModel } from '@schema-service/schema-model';
import type { Step } from './advance.ts';
import {
  type Home,
  type HomeGroup,
  isSameTable,
  type Layout,
  type VersionLayout,
  type ViewLayout,
} from './layout.ts';
import { isIn, narrow, shows, withoutTables } from './narrow.ts';
import { type PhaseScript, phaseDirectives } from './phase-script.ts';
import { physicalSchema } from './physical-schema.ts';
import { drafted } from './render/drafted.ts';
import { dropColumns } from './render/drop-columns.ts';
import { dropVersion, viewsOf } from './render/open-version.ts';
import { triggerScripts } from './render/trigger.ts';
import { triggersOf } from './render/triggers.ts';
import { versionLayout } from './version-layout.ts';

export interface Contraction {
  readonly layout: Layout;
  /** In the order in which they run. Their downs make what they drop from what stays. */
  readonly phases: readonly PhaseScript[];
}

/**
 * The layout without a version, and the way there: its views go, and every column, table and type that no other
 * version needs. Where the newest version is left alone, the tables become what its schema says. `newest` is that
 * schema; `structure` is what the database has beside it. Pure.
 *
 * @throws Error where the layout does not have the version, or has no other
 */
export function contract(
  layout: Layout,
  version: string,
  newest: SchemaModel,
  { structure = [] }: Pick<Step, 'structure'> = {},
): Contraction {
  const gone = layout.versions.find((one) => one.version === version);
  const versions = layout.versions.filter((one) => one !== gone);
  const last = versions.at(-1);
  if (gone === undefined || last === undefined) throw new Error(`${version} is not one of several`);
  const views = versions.flatMap((one) => one.views);
  const groups = layout.groups.flatMap((group) => withoutUnshownEnds(group, views));
  const fills = layout.fills.filter(({ table, column }) => {
    const overTable = views.filter((view) => isSameTable(view.table, table));
    return shows(overTable, table, column) && overTable.some((view) => !isIn(view, column));
  });
  const moves = layout.moves.filter((move) =>
    [move.parent, move.child].every(({ table, columns }) =>
      columns.every((column) => shows(views, table, column)),
    ),
  );
  const narrowed = narrow(layout.base, views, groups);
  const isAlone = versions.length === 1;
  const base = isAlone ? physicalSchema(newest) : withoutTables(narrowed, views);
  const apart: Layout = { ...layout, moves };
  const kept: Layout = { ...layout, versions, groups, fills, moves, base: narrowed };
  return {
    layout: {
      ...kept,
      versions: isAlone ? [versionLayout(layout.name, last.version, newest, base)] : versions,
      base,
    },
    phases: [
      dropViews(gone),
      // Before a column goes, nothing may write to it from another table.
      ...triggerScripts('contract', triggersOf(layout, 'all'), triggersOf(apart, 'all'), version),
      ...dropColumns(apart, kept, version),
      ...drafted({
        before: narrowed,
        after: base,
        phaseOf: () => 'contract',
        structure,
        ends: version,
      }),
    ],
  };
}

/** A home at an end that nobody shows goes; one between two that are shown leads from one to the other. */
function withoutUnshownEnds(group: HomeGroup, views: readonly ViewLayout[]): readonly HomeGroup[] {
  const isShown = ({ column }: Home): boolean => shows(views, group.table, column);
  const [start, end] = [group.homes.findIndex(isShown), group.homes.findLastIndex(isShown)];
  const [first, ...others] = start === -1 ? [] : group.homes.slice(start, end + 1);
  if (first === undefined || others.length === 0) return [];
  const { column, isOptional } = first;
  return [{ ...group, homes: [{ column, isOptional }, ...others] }];
}

const dropViews = (gone: VersionLayout): PhaseScript => ({
  kind: 'phaseScript',
  notes: [],
  phase: 'contract',
  name: 'views',
  up: renderScript(
    phaseDirectives('contract', gone.version),
    [`The views of ${gone.version}.`],
    [statement(dropVersion(gone))],
  ),
  down: renderScript(['rollback = instant'], [`The views of ${gone.version}.`], viewsOf(gone)),
});
