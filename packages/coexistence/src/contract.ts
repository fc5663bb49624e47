import {
  type Name,
  renderScript,
  type StructureObject,
  statement,
} from '@schema-service/migration-draft';
import { partsOf, quoteIdentifier } from '@schema-service/postgres-sql';
import type { SchemaModel } from '@schema-service/schema-model';
import type { Step } from './advance.ts';
import { layersOf } from './layers.ts';
import {
  type Home,
  type HomeGroup,
  isSameTable,
  type Layout,
  modelIn,
  nameOf,
  nextNumber,
  type VersionLayout,
  type ViewLayout,
} from './layout.ts';
import { isCounted, isIn, type Kept, narrow, shows, withoutTables } from './narrow.ts';
import { type PhaseScript, phaseDirectives } from './phase-script.ts';
import { physicalSchema } from './physical-schema.ts';
import { drafted } from './render/drafted.ts';
import { type DropOptions, dropColumns } from './render/drop-columns.ts';
import { type Hold, holdScripts, holdsOf } from './render/hold-parents.ts';
import { dropVersion, namesOf, viewsOf } from './render/open-version.ts';
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
    const field = groups.find(
      (group) =>
        isSameTable(group.table, table) && group.homes.some((one) => one.column === column),
    );
    const homes = field?.homes.map((home) => home.column) ?? [column];
    const isGiven = (view: ViewLayout): boolean => homes.some((home) => isIn(view, home));
    return overTable.some(isGiven) && !overTable.every(isGiven);
  });
  const moves = layout.moves.filter((move) =>
    [move.parent, move.child].every(({ table, columns }) =>
      columns.every((column) => shows(views, table, column)),
    ),
  );
  const newestTables = physicalSchema(newest);
  const kept = { views, groups, newest: newestTables };
  const narrowed = narrow(layout, kept);
  const isAlone = versions.length === 1;
  const base = isAlone ? newestTables : withoutTables(narrowed, views);
  // Before a column goes, nothing may look at it either.
  const apart: Layout = {
    ...{ ...layout, moves },
    base: { ...withoutOldKeys(layout.base, narrowed), views: narrowed.views },
  };
  const left: Layout = {
    ...{ ...layout, versions, fills, moves, base: narrowed },
    groups: groups.map((group) => countedBy(group, narrowed, layout.base)),
  };
  return {
    layout: {
      ...left,
      versions: isAlone
        ? [
            versionLayout({
              name: layout.name,
              version: last.version,
              schema: newest,
              base,
              structure,
            }),
          ]
        : versions,
      base,
    },
    phases: [
      dropViews(gone, isAlone ? last : undefined, holdsOf(layout)),
      ...holdScripts('contract', { ...layout, versions }, left, version),
      // Before a column goes, nothing may write to it from another table.
      ...triggerScripts('contract', triggersOf(layout, 'all'), triggersOf(apart, 'all'), version),
      ...drafted({
        before: layout.base,
        after: apart.base,
        phaseOf: () => 'contract',
        structure: [...structure, ...(layout.queries ?? [])],
        ends: version,
      }),
      ...dropInLayers(apart, left, kept, {
        ends: version,
        structure,
        isElsewhere: viewsElsewhere(layout, gone),
        moves: layout.moves,
      }),
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

/** The views of all versions, and those that a version after the one which ends has made anew over its own columns. */
function viewsElsewhere(
  { versions, base }: Layout,
  gone: VersionLayout,
): (view: StructureObject) => boolean {
  const schemas = new Set(versions.map(({ schema }) => schema));
  return ({ name: text }) => {
    const [namespace = '', name = ''] = partsOf(text);
    const isThis = (table: Name): boolean => isSameTable(table, { namespace, name });
    const isKnown = base.views.some((view) => isThis(nameOf(view)));
    return schemas.has(namespace) || (isKnown && !gone.views.some(({ table }) => isThis(table)));
  };
}

/** A number that is made comes from the sequence of the column that is counted now. */
function countedBy(group: HomeGroup, narrowed: SchemaModel, base: SchemaModel): HomeGroup {
  const countedIn = ({ models }: SchemaModel): readonly string[] =>
    models
      .filter((model) => isSameTable(nameOf(model), group.table))
      .flatMap(({ fields }) => fields.filter(isCounted).map(({ dbName }) => dbName));
  const now = countedIn(narrowed).find((column) =>
    group.homes.some((home) => home.column === column),
  );
  if (now === undefined) return group;
  const homes = group.homes.map((home): Home => {
    const was = countedIn(base).find((column) => home.down === nextNumber(group.table, column));
    return was === undefined ? home : { ...home, down: nextNumber(group.table, now) };
  });
  return { ...group, homes };
}

/** Without the foreign keys that refer to a column which goes. */
function withoutOldKeys(base: SchemaModel, narrowed: SchemaModel): SchemaModel {
  const isKept = (entity: string, names: readonly string[]): boolean => {
    const fields = modelIn(narrowed, entity)?.fields;
    return names.every((name) => fields?.some((field) => field.name === name));
  };
  return {
    ...base,
    relations: base.relations.filter(
      (one) => one.kind === 'foreignKey' && isKept(one.to.entity, one.references),
    ),
  };
}

/** What looks a key up goes before the key, whose column the way back makes first. */
function dropInLayers(
  layout: Layout,
  left: Layout,
  kept: Kept,
  options: DropOptions,
): readonly PhaseScript[] {
  const layers = layersOf(layout.groups);
  let before = layout;
  const scripts = layers.slice(1).flatMap((_, index) => {
    const keys = layers.slice(0, layers.length - 1 - index).flat();
    const groups = layout.groups.flatMap((group) =>
      keys.includes(group) ? [group] : left.groups.filter((one) => isSameGroup(one, group)),
    );
    const base = narrow(before, { ...kept, groups });
    const fills = before.fills.filter(({ table, column }) =>
      base.models.some(
        (model) =>
          isSameTable(nameOf(model), table) && model.fields.some(({ dbName }) => dbName === column),
      ),
    );
    const after: Layout = { ...left, groups, fills, base };
    const phases = dropColumns(before, after, options);
    before = after;
    return phases;
  });
  return [...scripts, ...dropColumns(before, left, options)];
}

const isSameGroup = (one: HomeGroup, other: HomeGroup): boolean =>
  isSameTable(one.table, other.table) &&
  one.homes.some(({ column }) => other.homes.some((home) => home.column === column));

/** A home at an end that nobody shows goes; one between two that are shown leads from one to the other. */
function withoutUnshownEnds(group: HomeGroup, views: readonly ViewLayout[]): readonly HomeGroup[] {
  const isShown = ({ column }: Home): boolean => shows(views, group.table, column);
  const [start, end] = [group.homes.findIndex(isShown), group.homes.findLastIndex(isShown)];
  const [first, ...others] = start === -1 ? [] : group.homes.slice(start, end + 1);
  if (first === undefined || others.length === 0) return [];
  const { column, isOptional } = first;
  return [{ ...group, homes: [{ column, isOptional }, ...others] }];
}

/** @param alone the version that is left by itself, whose names for constraints the tables get */
function dropViews(
  gone: VersionLayout,
  alone: VersionLayout | undefined,
  holds: readonly Hold[],
): PhaseScript {
  const names = alone === undefined ? [] : namesOf(alone);
  const unnamed = names.map(() =>
    statement(`COMMENT ON SCHEMA ${quoteIdentifier(alone?.schema ?? '')} IS NULL`),
  );
  return {
    kind: 'phaseScript',
    notes: [],
    phase: 'contract',
    name: 'views',
    up: renderScript(
      phaseDirectives('contract', gone.version),
      [`The views of ${gone.version}.`],
      [statement(dropVersion(gone)), ...unnamed],
    ),
    down: renderScript(
      ['rollback = instant'],
      [`The views of ${gone.version}.`],
      [...viewsOf(gone, holds), ...names],
    ),
  };
}
