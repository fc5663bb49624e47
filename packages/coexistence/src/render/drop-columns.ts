import {
  type Dependent,
  dependentsOfColumns,
  goesWithColumns,
  operationsBetween,
  renderScript,
  type Statement,
  type Structure,
  type StructureObject,
  stages,
  statement,
} from '@schema-service/migration-draft';
import { partsOf, quoteIdentifier } from '@schema-service/postgres-sql';
import { diff } from '@schema-service/schema-diff';
import {
  type Model,
  type SchemaModel,
  sidesOf,
  type UniqueConstraint,
} from '@schema-service/schema-model';
import { isSameTable, type Layout, type Move, nameOf, qualified, substitute } from '../layout.ts';
import { isSameFields } from '../narrow.ts';
import { type PhaseScript, phaseDirectives } from '../phase-script.ts';
import { countedNow, countsAgain, identitiesAgain, withoutIdentity } from './counted-columns.ts';
import { fillSide, olderSide } from './fill-moves.ts';
import { type Following, followingValue } from './follow.ts';
import { replaceTriggers } from './trigger.ts';
import { triggersOf } from './triggers.ts';

export interface DropOptions {
  /** The version that ends. */
  readonly ends: string;
  /** What the database has beside what its schema says. */
  readonly structure: Structure;
  /** Views of it that look at other columns, or are gone by then. */
  readonly isElsewhere: (view: StructureObject) => boolean;
  /** Where the values of columns that go have moved. Default: nowhere. */
  readonly moves?: readonly Move[];
}

/**
 * Drops what one layout has and the next has not, in a transaction for each table: a column that older versions require
 * goes together with the triggers that fill it in. The way back makes the columns again from what the others hold.
 */
export function dropColumns(
  layout: Layout,
  kept: Layout,
  { ends, structure, isElsewhere, moves = [] }: DropOptions,
): readonly PhaseScript[] {
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
    const key = promotedKey(model, narrowed);
    const dependents = dependentsOf(model, columns, layout, { structure, isElsewhere });
    const losses = columns.map(
      (column) => `what ${qualified(table)}.${quoteIdentifier(column)} holds`,
    );
    return [
      {
        kind: 'phaseScript',
        phase: 'contract',
        name: `columns_of_${table.name}`,
        up: renderScript(
          [...phaseDirectives('contract', ends), 'lock-timeout = 400ms'],
          losses.map((loss) => `Loses ${loss}.`),
          [
            ...triggers,
            ...countedNow(model, narrowed, layout, structure),
            ...dependents.map(({ title, create }) =>
              statement(
                '',
                `TODO: have the ${title} look at what stays, or do without it. It is:\n${create.join(';\n')};`,
              ),
            ),
            ...(drops.length === 0
              ? []
              : [
                  statement(
                    `ALTER TABLE ${qualified(table)}\n  ${[...drops, ...key].join(',\n  ')}`,
                  ),
                ]),
          ],
        ),
        down: renderScript(
          ['lock-timeout = 400ms', `rollback = ${columns.length === 0 ? 'instant' : 'lossy'}`],
          losses.map((loss) => `Makes ${loss} from the other columns.`),
          [
            ...withoutIdentity(model, kept.base, layout, structure),
            ...columnsAgain(model, { ...layout, moves }, kept, structure),
            ...dependents.map(({ title }) => statement('', `TODO: have the ${title} as it was.`)),
            // Last: what was made from a column is no news for it.
            ...replaceTriggers(table, after, before),
          ],
        ),
        notes: dependents.map(
          ({ title }) =>
            `The ${title} looks at a column that goes: decide on it, where both files say TODO.`,
        ),
      },
    ];
  });
}

/** What the database has over columns that go, and no schema says: PostgreSQL would refuse to drop them, or drop it, too. */
function dependentsOf(
  { primaryKey, uniques, indexes, ...model }: Model,
  columns: readonly string[],
  { base, queries = [] }: Layout,
  { structure, isElsewhere }: Pick<DropOptions, 'structure' | 'isElsewhere'>,
): readonly Dependent[] {
  const keys = [primaryKey, ...uniques, ...indexes, ...base.relations];
  const known = new Set(keys.map((key) => key?.dbName));
  // A view that is set aside is gone by then.
  const isAside = ({ properties }: StructureObject): boolean =>
    queries.some((query) => query.properties.definition === properties.definition);
  const others = structure.filter(
    (object) => !/view$/.test(object.kind) || !(isAside(object) || isElsewhere(object)),
  );
  const table = nameOf(model);
  return [
    ...dependentsOfColumns(others, table, columns),
    ...goesWithColumns(others, table, columns),
  ].filter(({ name }) => !known.has(partsOf(name).at(-1)));
}

/** The clause that makes the unique index of another key the primary key's. */
function promotedKey(
  { primaryKey: before, uniques }: Model,
  narrowed: Model | undefined,
): readonly string[] {
  const after = narrowed?.primaryKey;
  const isKept = ({ dbName }: UniqueConstraint): boolean =>
    narrowed?.uniques.some((one) => one.dbName === dbName) === true;
  const index = uniques.find((one) => isSameFields(one, after) && !isKept(one));
  if (after === undefined || index === undefined || isSameFields(after, before)) return [];
  return [
    `ADD CONSTRAINT ${quoteIdentifier(after.dbName)} PRIMARY KEY USING INDEX ${quoteIdentifier(index.dbName)}`,
  ];
}

/** The columns of one table with their values, and then what holds for them. Nobody writes to the table meanwhile. */
function columnsAgain(
  model: Model,
  layout: Layout,
  { base }: Layout,
  structure: Structure,
): readonly Statement[] {
  const wide = withTable(base, model, layout.base);
  const parts = operationsBetween(base, wide, diff(base, wide)).flatMap((one) => one.parts);
  const ofStages = (isOne: (at: number) => boolean): readonly Statement[] =>
    stages.flatMap((stage, at) =>
      isOne(at) && stage !== 'refill'
        ? parts.filter((part) => part.stage === stage).flatMap(({ up }) => up.map(inOneTransaction))
        : [],
    );
  const fill = stages.indexOf('fill');
  return [
    ...ofStages((at) => at < fill),
    ...valuesAgain(model, layout, base),
    ...countsAgain(model, base, structure),
    ...ofStages((at) => at > fill),
    ...identitiesAgain(model, base, structure),
  ];
}

/** A draft takes care of those who write to the table meanwhile, and says how. */
const inOneTransaction = ({ comment: _, sql, ...rest }: Statement): Statement => ({
  ...rest,
  sql: sql.replace(/^(CREATE (?:UNIQUE )?INDEX) CONCURRENTLY/, '$1'),
});

/** A schema with one of its tables, and the keys that refer from it or to it, as another has them. */
function withTable(base: SchemaModel, model: Model, wide: SchemaModel): SchemaModel {
  const isKnown = (name: string): boolean => base.relations.some((one) => one.dbName === name);
  const isOf = (one: SchemaModel['relations'][number]): boolean =>
    sidesOf(one)[0].entity === model.name;
  return {
    ...base,
    models: base.models.map((one) => (one.name === model.name ? model : one)),
    relations: [
      ...base.relations,
      ...wide.relations.filter((one) => isOf(one) && !isKnown(one.dbName)),
    ],
  };
}

const inRow = (column: string): string => `filled.${quoteIdentifier(column)}`;

function valuesAgain(
  model: Model,
  { groups, fills, moves }: Layout,
  base: SchemaModel,
): readonly Statement[] {
  const table = nameOf(model);
  const kept = new Set(
    base.models.find(({ name }) => name === model.name)?.fields.map(({ dbName }) => dbName),
  );
  const set = (column: string, value: string): Statement =>
    statement(`UPDATE ${qualified(table)} AS filled SET ${quoteIdentifier(column)} = ${value}`);
  const follow = (following: Following): Statement =>
    set(following.to.column, followingValue(table, following, inRow));
  const ofGroups = groups
    .filter((group) => isSameTable(group.table, table))
    .flatMap(({ homes }) => {
      const first = homes.findIndex(({ column }) => kept.has(column));
      const last = homes.findLastIndex(({ column }) => kept.has(column));
      const older = homes
        .slice(0, Math.max(first, 0))
        .map((home, at) => follow({ from: homes[at + 1] ?? home, to: home, isUp: false }))
        .toReversed();
      const newer = homes
        .slice(last + 1)
        .map((home, at) => follow({ from: homes[last + at] ?? home, to: home, isUp: true }));
      return [...older, ...newer];
    });
  const ofFills = fills
    .filter((fill) => isSameTable(fill.table, table) && !kept.has(fill.column))
    .map(({ column, value }) => set(column, substitute(value, inRow)));
  const ofMoves = moves
    .filter((move) => {
      const { table: from, columns } = move[olderSide(move)];
      return isSameTable(from, table) && !columns.some((column) => kept.has(column));
    })
    .map((move) => statement(fillSide(move, olderSide(move))));
  return [...ofGroups, ...ofFills, ...ofMoves];
}
