import { partsOf, quoteIdentifier } from '@schema-service/postgres-sql';
import type { Column, Table } from '../database/database.ts';
import { distinctName, isSameName } from '../database/names.ts';
import { clause, type Operation, type Part, type Statement, statement } from '../operation.ts';
import { defaultAt, type Moment, type Pair, type Transition } from '../plan/transition.ts';
import { type Dependent, dependentsOfColumns, goesWithColumns } from '../structure/structure.ts';
import { isVolatile } from '../values/placeholder.ts';
import { makeAgain, placeFor } from './dependents.ts';
import { type Fill, fillOf, fillPart, lookUp, updateSql } from './fill.ts';
import { rowToReferTo } from './rows.ts';
import { columnSql, sequenceOf } from './tables.ts';

/** A column for a table that has rows. */
export function addColumn(table: Table, column: Column, transition: Transition): Operation {
  const alter = transition.table(table.key, 'before');
  const name = transition.column(table.key, column.key, 'before');
  const place = `${alter}.${name}`;
  const act = 'add column';
  const drop = clause(alter, `DROP COLUMN ${name}`);
  const base = {
    stage: 'expand',
    locks: [table.key],
    down: [drop],
    losesDown: `what ${place} holds`,
  } as const;
  const value = defaultAt(column, 'before', transition);
  const isComputed = value !== undefined && isVolatile(value);
  const found = lookUp(column, table, 'before', transition, 'up');
  if (
    !column.isCounted &&
    !isComputed &&
    found === undefined &&
    (!column.isRequired || value !== undefined)
  ) {
    const declared = columnSql(table.key, column, 'before', transition);
    return { act, parts: [{ ...base, up: [clause(alter, `ADD COLUMN ${declared}`)] }] };
  }
  // What is computed for each row, or decided by a person, is written in ranges beside the writers.
  const bare = `ADD COLUMN ${name} ${transition.typeAt(column, 'before')}`;
  // Its default comes with the enum that is made anew, and that makes it required.
  if (column.default !== undefined && value === undefined) {
    return { act, parts: [{ ...base, up: [clause(alter, bare)] }] };
  }
  const rows = `the rows that are there: ${place} is new and has no default`;
  if (column.isCounted) {
    const sequence = sequenceOf(table.key, column, 'before', transition);
    const value = { sql: sequence.value, isConstant: false, isKnown: true };
    return {
      act,
      parts: [
        {
          ...base,
          up: [
            clause(alter, bare),
            ...sequence.create,
            clause(alter, `ALTER COLUMN ${name} SET DEFAULT ${sequence.value}`),
          ],
        },
        ...(column.isRequired ? notNullParts({ table, column, rows }, { value }, transition) : []),
      ],
    };
  }
  const fill = found ?? fillOf(column, table, 'before', transition);
  const added: Part = {
    ...base,
    up: [
      clause(alter, bare),
      ...(value === undefined ? [] : [clause(alter, `ALTER COLUMN ${name} SET DEFAULT ${value}`)]),
    ],
  };
  if (!column.isRequired) {
    return { act, parts: [added, fillPart({ table, column, rows }, 'fill', fill, transition)] };
  }
  return { act, parts: [added, ...notNullParts({ table, column, rows }, fill, transition)] };
}

/** Rows that others refer to come before those. */
function rowsPart(fill: Fill | undefined, stage: 'fill' | 'refill'): readonly Part[] {
  const { rows } = fill ?? {};
  if (rows === undefined) return [];
  const part = { stage, locks: [], down: [] };
  if (stage === 'refill') {
    const up = rows.map(({ sql }) =>
      statement(sql, 'For what was written before the foreign key was there.'),
    );
    return [{ ...part, up }];
  }
  const note = 'Decide on the rows that others refer to, where the migration says TODO.';
  return [{ ...part, up: rows, note }];
}

export interface NotNull {
  readonly table: Table;
  readonly column: Column;
  readonly rows: string;
}

/**
 * `SET NOT NULL` reads the whole table under a lock that lets nobody in, unless a
 * valid check says the same already. The rows are filled first: a check that is
 * not validated fails every update of a row that has no value yet.
 */
export function notNullParts(
  place: NotNull,
  fill: Fill | undefined,
  transition: Transition,
): readonly Part[] {
  const { table, column } = place;
  const alter = transition.table(table.key, 'before');
  const name = transition.column(table.key, column.key, 'before');
  const check = quoteIdentifier(
    distinctName(
      `${transition.tableName(table.key, 'before').name}_${transition.columnName(table.key, column.key, 'before')}`,
      '_not_null_check',
    ),
  );
  const locks = [table.key];
  const { sequence } = fill ?? {};
  const drop = statement(`DROP SEQUENCE IF EXISTS ${sequence}`);
  return [
    ...(sequence === undefined
      ? []
      : ([
          {
            stage: 'expand',
            locks: [],
            up: [
              statement(
                `CREATE SEQUENCE ${sequence}`,
                'Numbers the rows that are there, and is dropped when all have a value.',
              ),
            ],
            down: [drop],
          },
          { stage: 'validate', locks: [], up: [drop], down: [] },
        ] as const)),
    ...rowsPart(fill, 'fill'),
    fillPart(place, 'fill', fill, transition),
    {
      stage: 'constrain',
      locks,
      up: [
        clause(
          alter,
          `ADD CONSTRAINT ${check} CHECK (${name} IS NOT NULL) NOT VALID`,
          'Holds for what is written from now on; the rows that are there are looked at later.',
        ),
      ],
      down: [clause(alter, `DROP CONSTRAINT IF EXISTS ${check}`)],
    },
    ...rowsPart(fill, 'refill'),
    ...(fill === undefined ? [] : [fillPart(place, 'refill', fill, transition)]),
    {
      stage: 'validate',
      locks,
      up: [
        clause(
          alter,
          `VALIDATE CONSTRAINT ${check}`,
          'Reads the table while others read and write it.',
        ),
        clause(
          alter,
          `ALTER COLUMN ${name} SET NOT NULL`,
          'PostgreSQL takes the valid check for proof, and reads nothing.',
        ),
        clause(alter, `DROP CONSTRAINT ${check}`),
      ],
      down: [clause(alter, `ALTER COLUMN ${name} DROP NOT NULL`)],
    },
  ];
}

export function setNotNull(
  table: Table,
  { before, after }: Pair<Column>,
  transition: Transition,
): Operation {
  const alter = transition.table(table.key, 'before');
  const name = transition.column(table.key, after.key, 'before');
  const rows = `rows that have no value in ${alter}.${name}`;
  const found = fillOf({ ...after, isRequired: true }, table, 'before', transition);
  // What a null meant only a person knows, whatever the default is now.
  const fill = found && { ...found, value: { ...found.value, isKnown: before.isList } };
  return {
    act: 'set not null',
    parts: notNullParts({ table, column: after, rows }, fill, transition),
  };
}

/** `isLate`: the column is in a primary key until the switch. */
export function dropNotNull(
  table: Table,
  { before }: Pair<Column>,
  transition: Transition,
  isLate: boolean,
): Operation {
  const alter = transition.table(table.key, 'before');
  const name = transition.column(table.key, before.key, 'before');
  const filled = fillUnderLock(table, before, 'before', transition);
  const isFilled = filled.some(({ sql }) => sql !== '');
  return {
    act: 'drop not null',
    parts: [
      {
        stage: isLate ? 'switch' : 'expand',
        locks: [table.key],
        up: [clause(alter, `ALTER COLUMN ${name} DROP NOT NULL`)],
        down: [...filled, clause(alter, `ALTER COLUMN ${name} SET NOT NULL`)],
        ...(isFilled ? { losesDown: `which rows had no value in ${alter}.${name}` } : {}),
      },
    ],
  };
}

/** On the way back: values for rows that have none. Nobody writes meanwhile, so that nobody waits for a row while this waits for the table. */
function fillUnderLock(
  table: Table,
  column: Column,
  moment: Moment,
  transition: Transition,
): readonly Statement[] {
  const name = transition.table(table.key, moment);
  const columnName = transition.column(table.key, column.key, moment);
  const fill = fillOf(column, table, moment, transition, 'down');
  if (fill === undefined) {
    return [statement('', `Fails while ${name} has rows without a value in ${columnName}.`)];
  }
  return [
    statement(`LOCK TABLE ${name} IN ACCESS EXCLUSIVE MODE`),
    statement(
      updateSql(name, columnName, fill),
      `Rows that have no value in ${name}.${columnName} get one, because it is required again.`,
    ),
  ];
}

/** Last of all: whatever reads the column comes before. What the schema does not know of it goes with it, and comes back with it. */
export function dropColumn(table: Table, column: Column, transition: Transition): Operation {
  const alter = transition.table(table.key, 'after');
  const name = transition.column(table.key, column.key, 'after');
  const { blocking, going } = dependentsOf(table, column, transition);
  return {
    act: 'drop column',
    parts: [
      {
        stage: 'contract',
        locks: [table.key],
        ...(blocking.length > 0 ? { isAtomic: true as const } : {}),
        up: [
          ...blocking.map(({ drop }) => statement(drop)),
          clause(alter, `DROP COLUMN ${name}`),
          ...blocking.toReversed().map(placeFor),
        ],
        down: [
          ...restoreColumn(table, column, transition),
          ...[...going, ...blocking.toReversed()].flatMap(makeAgain),
        ],
        loses: `what ${alter}.${name} holds`,
        ...(blocking.length === 0
          ? {}
          : {
              note: blocking
                .map(({ title }) => `Write the ${title} anew, where the migration says TODO.`)
                .join('\n'),
            }),
      },
    ],
  };
}

interface ColumnDependents {
  /** What keeps the column from being dropped. */
  readonly blocking: readonly Dependent[];
  readonly going: readonly Dependent[];
}

/** What the last release knows of a column that goes. Definitions have the names of then. */
function dependentsOf(table: Table, column: Column, transition: Transition): ColumnDependents {
  const name = transition.tableName(table.key, 'before');
  const old = transition.before.tables.get(table.key);
  const isRenamed =
    !isSameName(name, transition.tableName(table.key, 'after')) ||
    transition.columnName(table.key, column.key, 'after') !== column.name;
  if (isRenamed) return { blocking: [], going: [] };
  const known = new Set(old?.indexes.map((index) => index.name));
  const isOfSchema = (object: Dependent): boolean =>
    known.has(partsOf(object.name).at(-1) ?? object.name);
  const all = dependentsOfColumns(transition.structure, name, [column.name]);
  const own = [...all, ...goesWithColumns(transition.structure, name, [column.name])].filter(
    (dependent) => !isOfSchema(dependent),
  );
  const goes = ({ drop }: Dependent): boolean =>
    /^(DROP INDEX|ALTER TABLE .* DROP CONSTRAINT)/.test(drop);
  return { blocking: own.filter((one) => !goes(one)), going: own.filter(goes) };
}

/** The column as it was. Its rows get a value that means nothing where one is required. */
function restoreColumn(table: Table, column: Column, transition: Transition): readonly Statement[] {
  const alter = transition.table(table.key, 'after');
  const name = transition.column(table.key, column.key, 'after');
  const type = transition.typeAt(column, 'after');
  const isPlain = !column.isRequired || column.isCounted || column.default !== undefined;
  if (isPlain) {
    return [clause(alter, `ADD COLUMN ${columnSql(table.key, column, 'after', transition)}`)];
  }
  const owner = transition.before.tables.get(table.key) ?? table;
  const fill = fillOf(column, owner, 'after', transition, 'down');
  if (fill?.value.isConstant) {
    return [
      clause(
        alter,
        `ADD COLUMN ${name} ${type} NOT NULL DEFAULT ${fill.value.sql}`,
        `Rows get ${fill.value.sql} in ${name}, because it is required again.`,
      ),
      statement(`ALTER TABLE ${alter} ALTER COLUMN ${name} DROP DEFAULT`),
    ];
  }
  const key = owner.foreignKeys.find(({ columns }) => columns.includes(column.key));
  return [
    clause(alter, `ADD COLUMN ${name} ${type}`),
    ...(key === undefined ? [] : rowToReferTo(owner, key, 'after', transition)),
    ...fillUnderLock(owner, column, 'after', transition),
    clause(alter, `ALTER COLUMN ${name} SET NOT NULL`),
  ];
}

/**
 * A default: new for what is written from now on. The first one of a column that
 * becomes required is there before the check, which those who leave the column
 * out would fail.
 */
export function changeDefault(
  table: Table,
  { before, after }: Pair<Column>,
  transition: Transition,
): Operation {
  const isFirst = before.default === undefined && !before.isCounted;
  const isEarly = isFirst && !before.isRequired && after.isRequired;
  const moment: Moment = isEarly ? 'before' : 'after';
  const alter = transition.table(table.key, moment);
  const name = transition.column(table.key, after.key, moment);
  const counted = (column: Column): readonly Statement[] => {
    const sequence = sequenceOf(table.key, { ...column, type: after.type }, moment, transition);
    return [
      ...sequence.create,
      clause(alter, `ALTER COLUMN ${name} SET DEFAULT ${sequence.value}`),
      ...sequence.proceed,
    ];
  };
  const set = (column: Column, other: Column): readonly Statement[] => {
    if (column.isCounted) return counted(column);
    const value = defaultAt(column, moment, transition);
    const dropped = other.isCounted
      ? [
          statement(
            `DROP SEQUENCE IF EXISTS ${sequenceOf(table.key, other, moment, transition).name}`,
          ),
        ]
      : [];
    return [
      clause(
        alter,
        value === undefined
          ? `ALTER COLUMN ${name} DROP DEFAULT`
          : `ALTER COLUMN ${name} SET DEFAULT ${value}`,
      ),
      ...dropped,
    ];
  };
  return {
    act: 'change default',
    parts: [
      {
        stage: isEarly ? 'expand' : 'switch',
        locks: [table.key],
        ...(before.isCounted || after.isCounted ? { isAtomic: true as const } : {}),
        up: set(after, before),
        down: set(before, after),
      },
    ],
  };
}
