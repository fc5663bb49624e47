import { type Name, renderScript, statement } from '@schema-service/migration-draft';
import { quoteIdentifier } from '@schema-service/postgres-sql';
import { type Field, type Model, type SchemaModel, sidesOf } from '@schema-service/schema-model';
import type { Step } from './advance.ts';
import {
  type Home,
  type HomeGroup,
  isSameTable,
  type Layout,
  qualified,
  type VersionLayout,
  type ViewLayout,
} from './layout.ts';
import { type PhaseScript, phaseDirectives } from './phase-script.ts';
import { physicalSchema } from './physical-schema.ts';
import { drafted } from './render/drafted.ts';
import { dropVersion, viewsOf } from './render/open-version.ts';
import { replaceTriggers, triggerScripts } from './render/trigger.ts';
import { triggersOf } from './render/triggers.ts';
import { versionLayout } from './version-layout.ts';

export interface Contraction {
  readonly layout: Layout;
  /** In the order in which they run. Nothing brings back what they drop. */
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

const isIn = ({ columns }: ViewLayout, column: string): boolean =>
  columns.some(({ home }) => home === column);

const shows = (views: readonly ViewLayout[], table: Name, column: string): boolean =>
  views.some((view) => isSameTable(view.table, table) && isIn(view, column));

/** A home at an end that nobody shows goes; one between two that are shown leads from one to the other. */
function withoutUnshownEnds(group: HomeGroup, views: readonly ViewLayout[]): readonly HomeGroup[] {
  const isShown = ({ column }: Home): boolean => shows(views, group.table, column);
  const [start, end] = [group.homes.findIndex(isShown), group.homes.findLastIndex(isShown)];
  const [first, ...others] = start === -1 ? [] : group.homes.slice(start, end + 1);
  if (first === undefined || others.length === 0) return [];
  const { column, isOptional } = first;
  return [{ ...group, homes: [{ column, isOptional }, ...others] }];
}

/** The tables that are shown, with the columns that a view or a group of homes needs, and the keys over those alone. */
function narrow(
  base: SchemaModel,
  views: readonly ViewLayout[],
  groups: readonly HomeGroup[],
): SchemaModel {
  const models = base.models.map((model): Model => {
    const table = nameOf(model);
    if (!views.some((view) => isSameTable(view.table, table))) return model;
    const homes = groups
      .filter((group) => isSameTable(group.table, table))
      .flatMap((one) => one.homes);
    const fields = model.fields.filter(
      ({ dbName }) => shows(views, table, dbName) || homes.some(({ column }) => column === dbName),
    );
    const isKept = (key: { readonly fields: readonly { readonly name: string }[] }): boolean =>
      key.fields.every(({ name }) => fields.some((field) => field.name === name));
    return {
      ...model,
      fields,
      uniques: model.uniques.filter(isKept),
      indexes: model.indexes.filter(isKept),
    };
  });
  const hasFields = (entity: string, names: readonly string[]): boolean => {
    const fields = models.find(({ name }) => name === entity)?.fields ?? [];
    return names.every((name) => fields.some((field) => field.name === name));
  };
  return {
    ...base,
    models,
    relations: base.relations.filter(
      (one) =>
        one.kind === 'joinTable' ||
        (hasFields(one.from.entity, one.fields) && hasFields(one.to.entity, one.references)),
    ),
  };
}

const nameOf = ({ namespace = 'public', dbName }: Pick<Model, 'namespace' | 'dbName'>): Name => ({
  namespace,
  name: dbName,
});

/** Without the tables, views and types that no version shows. */
function withoutTables(base: SchemaModel, views: readonly ViewLayout[]): SchemaModel {
  const isShown = (one: Pick<Model, 'namespace' | 'dbName'>): boolean =>
    views.some((view) => isSameTable(view.table, nameOf(one)));
  const models = base.models.filter(isShown);
  const names = new Set(models.map(({ name }) => name));
  const types = new Set(models.flatMap(({ fields }) => fields.map((field) => enumOf(field))));
  return {
    ...base,
    models,
    views: base.views.filter(isShown),
    enums: base.enums.filter(({ name }) => types.has(name)),
    relations: base.relations.filter(
      (one) =>
        sidesOf(one).every(({ entity }) => names.has(entity)) &&
        (one.kind === 'foreignKey' || isShown(one)),
    ),
  };
}

const enumOf = (field: Field): string | undefined =>
  field.kind === 'enum' ? field.type : undefined;

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

/**
 * A transaction for each table: a column that older versions require has to go together with the triggers that
 * fill it in.
 */
function dropColumns(layout: Layout, kept: Layout, version: string): readonly PhaseScript[] {
  const [before, after] = [triggersOf(layout, 'all'), triggersOf(kept, 'all')];
  return layout.base.models.flatMap((model): readonly PhaseScript[] => {
    const table = nameOf(model);
    const narrowed = kept.base.models.find(({ name }) => name === model.name);
    const columns = model.fields
      .filter(({ dbName }) => !narrowed?.fields.some((field) => field.dbName === dbName))
      .map(({ dbName }) => dbName);
    const triggers = replaceTriggers(table, before, after);
    if (columns.length + triggers.length === 0) return [];
    const drops = columns.map((column) => `DROP COLUMN ${quoteIdentifier(column)}`);
    return [
      {
        kind: 'phaseScript',
        notes: [],
        phase: 'contract',
        name: `columns_of_${table.name}`,
        up: renderScript(
          [...phaseDirectives('contract', version), 'lock-timeout = 400ms'],
          columns.map(
            (column) => `Loses what ${qualified(table)}.${quoteIdentifier(column)} holds.`,
          ),
          [
            ...triggers,
            ...(drops.length === 0
              ? []
              : [statement(`ALTER TABLE ${qualified(table)}\n  ${drops.join(',\n  ')}`)]),
          ],
        ),
        down: renderScript(
          ['rollback = impossible'],
          ['Nothing brings back what the columns held.'],
          [],
        ),
      },
    ];
  });
}
