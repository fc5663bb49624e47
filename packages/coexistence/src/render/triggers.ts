import type { Name } from '@schema-service/migration-draft';
import { type HomeGroup, isSameTable, type Layout, type VersionLayout } from '../layout.ts';
import { shows } from '../narrow.ts';
import { comparableIn } from './comparable.ts';
import { followTrigger, guardTriggers, insertTrigger, updateTriggers } from './home-triggers.ts';
import { moveTriggers } from './move-triggers.ts';
import type { Trigger } from './trigger.ts';

/** Which homes are written to: those of the newest version only once it may open. */
export type Writers = 'older' | 'all';

/** All triggers that a layout needs. Nothing else says what they do. */
export function triggersOf(layout: Layout, writers: Writers): readonly Trigger[] {
  const olderViews = layout.versions.slice(0, -1).flatMap(({ views }) => views);
  const isWritten = (table: Name, column = ''): boolean =>
    writers === 'all' || shows(olderViews, table, column);
  const comparable = comparableIn(layout);
  const ofHomes = tablesOf(layout).flatMap((table) => {
    const groups = layout.groups.filter((group) => isSameTable(group.table, table));
    const fills = layout.fills.filter((fill) => isSameTable(fill.table, table));
    const writersOf = ({ homes }: HomeGroup): number =>
      isWritten(table, homes.at(-1)?.column) ? homes.length : homes.length - 1;
    return [
      insertTrigger(table, groups, fills, writersOf),
      ...groups.flatMap((group) =>
        group.homes
          .slice(0, writersOf(group))
          .flatMap((home, at) => updateTriggers(group, home, at, comparable)),
      ),
      ...fills
        .filter(({ follows }) => follows === true)
        .map((fill) => followTrigger(fill, groups, comparable)),
      ...(layout.guarded.some((one) => isSameTable(one, table))
        ? groups.flatMap((group) => guardTriggers(group, writersOf(group), comparable))
        : []),
    ];
  });
  const ofMoves = layout.moves.flatMap((move) => {
    const { parent, child, newer } = move;
    const homes = homesBeside(layout.groups, parent.table, parent.columns[0] ?? '');
    const hasBoth = ({ views }: VersionLayout): boolean =>
      homes.some((home) => shows(views, parent.table, home)) &&
      views.some((view) => isSameTable(view.table, child.table));
    return moveTriggers(move, {
      writes: {
        parent: newer === 'child' || isWritten(parent.table, parent.columns[0]),
        child: newer === 'parent' || isWritten(child.table, child.columns[0]),
      },
      isOwnChild: newer === 'child' && !layout.versions.some(hasBoth),
      homesOf: ({ table }, column) => homesBeside(layout.groups, table, column),
    });
  });
  return [...ofHomes, ...ofMoves];
}

function tablesOf({ groups, fills }: Layout): readonly Name[] {
  const tables = [...groups, ...fills].map(({ table }) => table);
  return tables.filter((table, at) => tables.findIndex((one) => isSameTable(one, table)) === at);
}

/** A trigger of a column misses what other triggers assign, so that it looks at all homes of the field. */
function homesBeside(groups: readonly HomeGroup[], table: Name, column: string): readonly string[] {
  const group = groups.find(
    (one) => isSameTable(one.table, table) && one.homes.some((home) => home.column === column),
  );
  return group === undefined ? [column] : group.homes.map((home) => home.column);
}
