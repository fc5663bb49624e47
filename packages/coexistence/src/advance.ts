import {
  databaseOf,
  type Name,
  type Stage,
  type Structure,
  stages,
} from '@schema-service/migration-draft';
import { partsOf } from '@schema-service/postgres-sql';
import { type Change, renamesIn, underCurrentNames } from '@schema-service/schema-diff';
import { columnsOf, type Field, type Model, type SchemaModel } from '@schema-service/schema-model';
import { type Answers, statedAnswers } from './answers.ts';
import { sharedEnums } from './enums.ts';
import type { Finding } from './findings.ts';
import { joinTableRenames } from './join-tables.ts';
import type { Reference } from './keys.ts';
import { layersOf } from './layers.ts';
import {
  type Fill,
  type Home,
  type HomeGroup,
  isSameTable,
  type Layout,
  type Lookup,
  type Move,
  modelIn,
  nameOf,
  nextNumber,
  substitute,
} from './layout.ts';
import { moveInTables, statedMoves } from './moves.ts';
import { isCounted } from './narrow.ts';
import { type NextBase, nextBase, underNames } from './next-base.ts';
import { type CoexistencePhase, type PhaseScript, withNotes } from './phase-script.ts';
import { physicalSchema } from './physical-schema.ts';
import { type Place, type Placement, placeColumns } from './place-columns.ts';
import { drafted } from './render/drafted.ts';
import { fillMoves } from './render/fill-moves.ts';
import { fillTables, type NewColumns } from './render/fill-tables.ts';
import { growEnums } from './render/grow-enums.ts';
import { holdScripts, holdsOf } from './render/hold-parents.ts';
import { openVersion } from './render/open-version.ts';
import { type Trigger, triggerScripts } from './render/trigger.ts';
import { triggersOf } from './render/triggers.ts';
import { queriesAside, setAsideViews, shownAside } from './set-aside-views.ts';
import { severalSchemas } from './several-schemas.ts';
import { versionLayout } from './version-layout.ts';
import { watchingTriggers } from './watching-triggers.ts';

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
  const { shared, findings, named } = sharedEnums(older, next, version);
  const stated = statedMoves({ older, newer: next, renames });
  const joins = joinTableRenames({ older, newer: next, renames });
  const wanted = physicalSchema(named);
  const placement = placeColumns(
    underNames(physicalSchema(older), [joins.renames]),
    wanted,
    shared,
    answers,
    stated.gone,
  );
  const all = [
    ...severalSchemas(next),
    ...findings,
    ...stated.findings,
    ...joins.findings,
    ...placement.findings,
  ];
  if (all.length > 0) return { kind: 'halted', findings: all };
  const versions = { older: layout.versions.at(-1)?.version ?? version, newer: version };
  const { name } = layout;
  const base = physicalSchema(layout.base);
  const views = setAsideViews(underNames(base, [renames]), wanted, versions.older);
  const tables = nextBase({
    base,
    renames: [renames, joins.renames],
    wanted,
    versions,
    places: placement.places,
    shared,
    views,
  });
  const watching = watchingTriggers(tables.named, placement.places, structure);
  if (watching.length > 0) return { kind: 'halted', findings: watching };
  const added = newColumns(layout, tables, wanted, placement.places);
  const moves = stated.moves.map((move) => moveInTables(move, (name) => holderOf(tables, name)));
  const advanced: Layout = {
    kind: 'layout',
    name,
    versions: [
      ...shownAside(layout.versions, views),
      versionLayout({ name, version, schema: next, base: tables.proven, structure }),
    ],
    base: tables.proven,
    groups: groupsWith(layout.groups, added.groups),
    fills: [
      ...layout.fills,
      ...added.fills,
      ...standIns(tables, wanted, placement),
      ...lostDefaults(layout, tables, added),
    ],
    moves: [...layout.moves, ...moves],
    guarded: step.structure === undefined ? layout.guarded : assignedTables(step.structure),
    ...withQueries([...(layout.queries ?? []), ...queriesAside(structure, views)]),
  };
  return {
    kind: 'advanced',
    layout: advanced,
    phases: withNotes(
      phasesTo({ layout, advanced, tables, added, moves, structure }),
      stated.notes,
    ),
  };
}

interface Way {
  readonly layout: Layout;
  readonly advanced: Layout;
  readonly tables: NextBase;
  readonly added: AddedColumns;
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
  const open = triggersOf(advanced, 'all');
  const newest = advanced.versions.at(-1);
  const [keys = [], ...references] = layersOf(added.groups);
  const followed = (rest: readonly HomeGroup[]): readonly Trigger[] =>
    triggersOf({ ...advanced, groups: without(advanced.groups, rest) }, 'older');
  const first = followed(references.flat());
  return [
    ...growEnums(tables.named, tables.before),
    ...drafted({
      before: tables.before,
      after: tables.expanded,
      phaseOf: () => 'expand',
      structure,
    }),
    ...triggerScripts('expand', triggersOf(layout, 'all'), first),
    ...fillTables(advanced, { groups: keys, fills: [...added.fills, ...added.counts] }),
    // The triggers wait for those who write, so that whoever comes later finds every key filled.
    ...references.flatMap((groups, at) => [
      ...triggerScripts(
        'fill',
        followed(references.slice(at).flat()),
        followed(references.slice(at + 1).flat()),
      ),
      ...fillTables(advanced, { groups, fills: [] }),
    ]),
    ...fillMoves(advanced, moves),
    ...drafted({ before: tables.expanded, after: tables.proven, phaseOf: provenIn, structure }),
    ...holdScripts('bind', layout, advanced),
    ...triggerScripts('bind', triggersOf(advanced, 'older'), open),
    ...(newest === undefined ? [] : [openVersion(newest, { holds: holdsOf(advanced) })]),
  ];
}

/** Without the newest homes of some groups, which nothing fills yet. */
function without(
  groups: readonly HomeGroup[],
  unfilled: readonly HomeGroup[],
): readonly HomeGroup[] {
  const isUnfilled = ({ table, homes }: HomeGroup): boolean =>
    unfilled.some(
      (one) => isSameTable(one.table, table) && one.homes.at(-1)?.column === homes.at(-1)?.column,
    );
  return groups.flatMap((group) => {
    if (!isUnfilled(group)) return [group];
    return group.homes.length > 2 ? [{ ...group, homes: group.homes.slice(0, -1) }] : [];
  });
}

const withQueries = (queries: NonNullable<Layout['queries']>): Pick<Layout, 'queries'> =>
  queries.length === 0 ? {} : { queries };

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

interface AddedColumns extends NewColumns {
  /** What rows get that are there; to those that come the table's own default gives it. */
  readonly counts: readonly Fill[];
}

/** Twins, each with the home that it follows, and filled columns, under the names that the database has. */
function newColumns(
  layout: Layout,
  tables: NextBase,
  wanted: SchemaModel,
  places: ReadonlyMap<string, Place>,
): AddedColumns {
  const { named, proven } = tables;
  const groups: HomeGroup[] = [];
  const fills: Fill[] = [];
  const counts: Fill[] = [];
  for (const model of wanted.models) {
    const [held, known] = [modelIn(proven, model.name), modelIn(named, model.name)];
    if (held === undefined || known === undefined) continue;
    const table = nameOf(held);
    for (const { name } of columnsOf(model)) {
      const place = places.get(`${model.name}.${name}`);
      if (place?.kind === 'filled') {
        const value = inHomes(place.value, model, held);
        const { column } = homeOf(held, name);
        fills.push({ table, column, value, ...(place.follows ? { follows: true } : {}) });
      }
      if (place?.kind === 'counted') {
        const { column } = homeOf(held, name);
        counts.push({ table, column, value: nextNumber(table, column) });
      }
      if (place?.kind === 'twin') {
        const { up, down } = place.bridge;
        const from = homeOf(known, name);
        const next = nextNumber(table, countedAmong(layout.groups, known, from.column));
        const own = homeOf(held, name);
        const twin: Home = {
          ...own,
          up: up.replace('{next}', nextNumber(table, own.column)),
          down: down.replace('{next}', next),
        };
        groups.push({ table, homes: [from, twin] });
      }
      if (place?.kind === 'reference') {
        const lookup = lookupOf(tables, { model: model.name, name }, place.reference);
        groups.push({ table, homes: [homeOf(known, name), { ...homeOf(held, name), lookup }] });
      }
    }
  }
  return { groups, fills, counts };
}

/** The column that a sequence counts, among those that hold the same field. */
function countedAmong(
  groups: readonly HomeGroup[],
  { fields, ...model }: Model,
  column: string,
): string {
  const homes = groups.find(
    (group) => isSameTable(group.table, nameOf(model)) && group.homes.at(-1)?.column === column,
  )?.homes;
  const isHome = ({ dbName }: Field): boolean =>
    homes?.some((home) => home.column === dbName) === true;
  return fields.find((field) => isHome(field) && isCounted(field))?.dbName ?? column;
}

/** The row that a column refers to, in the forms of both versions. */
function lookupOf(
  { named, proven }: NextBase,
  { model, name }: { readonly model: string; readonly name: string },
  { target, column, beside }: Reference,
): Lookup {
  const columnIn = (schema: SchemaModel, owner: string, field: string): string => {
    const held = modelIn(schema, owner);
    return held === undefined ? field : homeOf(held, field).column;
  };
  const keyIn = (schema: SchemaModel): string =>
    schema.relations.find(
      (one) =>
        one.kind === 'foreignKey' &&
        one.from.entity === model &&
        one.to.entity === target &&
        one.references[one.fields.indexOf(name)] === column,
    )?.dbName ?? '';
  const held = modelIn(proven, target);
  if (held === undefined) throw new Error(`no table holds ${target}`);
  return {
    table: nameOf(held),
    older: columnIn(named, target, column),
    newer: columnIn(proven, target, column),
    beside: beside.map((one) => ({
      own: columnIn(proven, model, one.own),
      target: columnIn(proven, target, one.target),
    })),
    keys: { older: keyIn(named), newer: keyIn(proven) },
  };
}

/** What columns get that only older versions show. */
function standIns(
  { named, proven }: NextBase,
  wanted: SchemaModel,
  { standIns: values }: Placement,
): readonly Fill[] {
  return wanted.models.flatMap((model): readonly Fill[] => {
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
