import {
  databaseOf,
  type Name,
  type Stage,
  type Structure,
  stages,
} from '@schema-service/migration-draft';
import { partsOf } from '@schema-service/postgres-sql';
import { type Change, renamesIn, underCurrentNames } from '@schema-service/schema-diff';
import { columnsOf, type Model, type SchemaModel } from '@schema-service/schema-model';
import { type Answers, statedAnswers } from './answers.ts';
import { sharedEnums } from './enums.ts';
import type { Finding } from './findings.ts';
import {
  type Fill,
  type Home,
  type HomeGroup,
  isSameTable,
  type Layout,
  type Move,
  modelIn,
  nameOf,
  substitute,
} from './layout.ts';
import { moveInTables, statedMoves } from './moves.ts';
import { type NextBase, nextBase } from './next-base.ts';
import type { CoexistencePhase, PhaseScript } from './phase-script.ts';
import { type Place, type Placement, placeColumns } from './place-columns.ts';
import { drafted } from './render/drafted.ts';
import { fillMoves } from './render/fill-moves.ts';
import { fillTables, type NewColumns } from './render/fill-tables.ts';
import { growEnums } from './render/grow-enums.ts';
import { openVersion } from './render/open-version.ts';
import { triggerScripts } from './render/trigger.ts';
import { triggersOf } from './render/triggers.ts';
import { unbridgeable } from './unbridgeable.ts';
import { versionLayout } from './version-layout.ts';

/** A step from the newest version of a layout to the next one. */
export interface Step {
  readonly version: string;
  /** The schema of the layout's newest version. */
  readonly previous: SchemaModel;
  readonly next: SchemaModel;
  /** All that `diff(previous, next)` states. */
  readonly changes: readonly Change[];
  /** What the author says beside the annotations of `next`, by path. */
  readonly answers?: Answers;
  /** What the database has beside what its schema says. Default: nothing. */
  readonly structure?: Structure;
}

export type Advance =
  /** What an author has to decide, and what cannot be bridged. */
  | { readonly kind: 'halted'; readonly findings: readonly Finding[] }
  | {
      readonly kind: 'advanced';
      readonly layout: Layout;
      /** In the order in which they run. The version is there for clients after the last. */
      readonly phases: readonly PhaseScript[];
    };

/**
 * The layout with one version more, and the way there, while all versions before it go on. Tables and columns
 * keep their names until older versions are gone. Pure and deterministic.
 */
export function advance(layout: Layout, step: Step): Advance {
  const { version, next, changes, structure = [] } = step;
  const renames = renamesIn(changes);
  const older = underCurrentNames(step.previous, renames, { databaseNames: 'kept' });
  const answers = new Map([...statedAnswers(older, next), ...(step.answers ?? [])]);
  const { shared, findings } = sharedEnums(older, next, version);
  const stated = statedMoves({ older, newer: next, renames });
  const placement = placeColumns(older, next, shared, answers, stated.gone);
  const all = [
    ...unbridgeable(next, changes),
    ...findings,
    ...stated.findings,
    ...placement.findings,
  ];
  if (all.length > 0) return { kind: 'halted', findings: all };
  const versions = { older: layout.versions.at(-1)?.version ?? version, newer: version };
  const { base, name } = layout;
  const tables = nextBase({
    base,
    renames,
    newer: next,
    versions,
    places: placement.places,
    shared,
  });
  const added = newColumns(tables, next, placement.places);
  const moves = stated.moves.map((move) => moveInTables(move, (name) => holderOf(tables, name)));
  const advanced: Layout = {
    kind: 'layout',
    name,
    versions: [...layout.versions, versionLayout(name, version, next, tables.proven)],
    base: tables.proven,
    groups: groupsWith(layout.groups, added.groups),
    fills: [
      ...layout.fills,
      ...added.fills,
      ...standIns(tables, next, placement),
      ...lostDefaults(layout, tables, added),
    ],
    moves: [...layout.moves, ...moves],
    guarded: step.structure === undefined ? layout.guarded : assignedTables(step.structure),
  };
  return {
    kind: 'advanced',
    layout: advanced,
    phases: phasesTo({ layout, advanced, tables, added, moves, structure }),
  };
}

interface Way {
  readonly layout: Layout;
  readonly advanced: Layout;
  readonly tables: NextBase;
  readonly added: NewColumns;
  readonly moves: readonly Move[];
  readonly structure: Structure;
}

function phasesTo({
  layout,
  advanced,
  tables,
  added,
  moves,
  structure,
}: Way): readonly PhaseScript[] {
  const [now, filling, open] = [
    triggersOf(layout, 'all'),
    triggersOf(advanced, 'older'),
    triggersOf(advanced, 'all'),
  ];
  const newest = advanced.versions.at(-1);
  return [
    ...growEnums(tables.named, tables.before),
    ...drafted({
      before: tables.before,
      after: tables.expanded,
      phaseOf: () => 'expand',
      structure,
    }),
    ...triggerScripts('expand', now, filling),
    ...fillTables(advanced, added),
    ...fillMoves(advanced, moves),
    ...drafted({ before: tables.expanded, after: tables.proven, phaseOf: provenIn, structure }),
    ...triggerScripts('bind', filling, open),
    ...(newest === undefined ? [] : [openVersion(newest)]),
  ];
}

/** What holds for rows comes while older versions write; what changes under them, in the moment before the new one opens. */
const provenIn = (stage: Stage): CoexistencePhase =>
  stages.indexOf(stage) < stages.indexOf('switch') ? 'prove' : 'bind';

/** The tables on whose rows triggers of the database run before they are written. */
function assignedTables(structure: Structure): readonly Name[] {
  const names = structure.flatMap(({ kind, table = '', properties }) =>
    kind === 'trigger' && / BEFORE (INSERT|UPDATE|DELETE OR)/.test(String(properties.definition))
      ? [table]
      : [],
  );
  return [...new Set(names)].map((table) => {
    const [namespace = '', name = ''] = partsOf(table);
    return { namespace, name };
  });
}

/** Twins, each with the home that it follows, and filled columns, under the names that the database has. */
function newColumns(
  { named, proven }: NextBase,
  next: SchemaModel,
  places: ReadonlyMap<string, Place>,
): NewColumns {
  const groups: HomeGroup[] = [];
  const fills: Fill[] = [];
  for (const model of next.models) {
    const [held, known] = [modelIn(proven, model.name), modelIn(named, model.name)];
    if (held === undefined || known === undefined) continue;
    const table = nameOf(held);
    for (const { name } of columnsOf(model)) {
      const place = places.get(`${model.name}.${name}`);
      if (place?.kind === 'filled') {
        const value = inHomes(place.value, model, held);
        fills.push({ table, column: homeOf(held, name).column, value });
      }
      if (place?.kind === 'twin') {
        const twin: Home = { ...homeOf(held, name), ...place.bridge };
        groups.push({ table, homes: [homeOf(known, name), twin] });
      }
    }
  }
  return { groups, fills };
}

/** What columns get that only older versions show. */
function standIns(
  { named, proven }: NextBase,
  next: SchemaModel,
  { standIns: values }: Placement,
): readonly Fill[] {
  return next.models.flatMap((model): readonly Fill[] => {
    const [held, known] = [modelIn(proven, model.name), modelIn(named, model.name)];
    if (held === undefined || known === undefined) return [];
    return columnsOf(known).flatMap(({ name, dbName: column }) => {
      const value = values.get(`${model.name}.${name}`);
      return value === undefined
        ? []
        : [{ table: nameOf(held), column, value: inHomes(value, model, held) }];
    });
  });
}

/** The table's default, where a twin takes it away and a version does not have the column, and so no default of its own. */
function lostDefaults(
  layout: Layout,
  { named }: NextBase,
  { groups }: NewColumns,
): readonly Fill[] {
  const views = layout.versions.flatMap((one) => one.views);
  const tables = [...databaseOf(named).tables.values()];
  return groups.flatMap(({ table, homes }): readonly Fill[] => {
    const column = homes[0]?.column ?? '';
    const value = tables
      .find(({ name }) => isSameTable(name, table))
      ?.columns.find(({ name }) => name === column)?.default;
    const isLacked = views.some(
      (view) => isSameTable(view.table, table) && !view.columns.some(({ home }) => home === column),
    );
    const isKnown = layout.fills.some(
      (fill) => isSameTable(fill.table, table) && fill.column === column,
    );
    return value === undefined || !isLacked || isKnown ? [] : [{ table, column, value }];
  });
}

/** The table of a model that one of both versions has. */
function holderOf({ proven }: NextBase, name: string): Model {
  const held = modelIn(proven, name);
  if (held === undefined) throw new Error(`no table holds ${name}`);
  return held;
}

function homeOf(held: Model, name: string): Home {
  const field = held.fields.find((one) => one.name === name);
  if (field === undefined) throw new Error(`no column holds ${held.name}.${name}`);
  return { column: field.dbName, isOptional: field.arity !== 'required' };
}

/** An author's `{column}` is a view's column of the newer version; the table may call it otherwise. */
const inHomes = (sql: string, model: Model, held: Model): string =>
  substitute(sql, (column) => {
    const field = columnsOf(model).find(({ dbName }) => dbName === column);
    return field === undefined ? undefined : `{${homeOf(held, field.name).column}}`;
  });

/** A twin of a twin joins its group. */
function groupsWith(
  groups: readonly HomeGroup[],
  added: readonly HomeGroup[],
): readonly HomeGroup[] {
  const follows = (group: HomeGroup, { table, homes }: HomeGroup): boolean =>
    isSameTable(group.table, table) && group.homes.at(-1)?.column === homes[0]?.column;
  return [
    ...groups.map((group) => {
      const next = added.find((one) => follows(group, one));
      return next === undefined
        ? group
        : { ...group, homes: [...group.homes, ...next.homes.slice(1)] };
    }),
    ...added.filter((one) => !groups.some((group) => follows(group, one))),
  ];
}
