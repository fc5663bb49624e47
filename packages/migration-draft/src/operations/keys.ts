import { quoteIdentifier } from '@schema-service/postgres-sql';
import type { ForeignKey, PrimaryKey, Table, TableIndex } from '../database/database.ts';
import { clause, type Operation, type Part, type Statement, statement } from '../operation.ts';
import type { Moment, Pair, Transition } from '../plan/transition.ts';
import { createIndexSql, indexSql, temporaryName } from './indexes.ts';
import { rowsReferredTo } from './rows.ts';

const asIndex = ({ name, columns, suffixes }: PrimaryKey): TableIndex => ({
  name,
  columns,
  suffixes,
  isUnique: true,
  method: '',
});

export interface KeyChange {
  readonly table: Table;
  readonly before: PrimaryKey | undefined;
  readonly after: PrimaryKey | undefined;
  /** The unique index that becomes the key, where there is one. */
  readonly promoted: TableIndex | undefined;
  /** A column of the new key gets its type in the switch. */
  readonly isLate: boolean;
}

/**
 * Another primary key. Its index is built while the table is written to, or is
 * that of a unique constraint with the same columns; the key itself then takes a moment.
 */
export function changePrimaryKey(change: KeyChange, transition: Transition): Operation {
  const { table, before, after, promoted, isLate } = change;
  const moment: Moment = isLate ? 'after' : 'before';
  const alter = transition.table(table.key, moment);
  const parts: Part[] = [];
  const temporary = after && (before === undefined ? after.name : temporaryName(after));
  if (after !== undefined && temporary !== undefined && promoted === undefined) {
    const create = createIndexSql(table, asIndex(after), moment, transition, {
      name: temporary,
      isConcurrent: true,
    });
    parts.push({
      stage: isLate ? 'reindex' : 'index',
      locks: [table.key],
      isConcurrent: true,
      up: [statement(create)],
      down: [
        statement(
          `DROP INDEX CONCURRENTLY IF EXISTS ${indexSql(table, temporary, moment, transition)}`,
        ),
      ],
      note: `${after.name} cannot be built while rows of ${alter} have the same values.`,
    });
  }
  const columns = (key: PrimaryKey): string =>
    key.columns.map((column) => transition.column(table.key, column, moment)).join(', ');
  const drop = (key: PrimaryKey): string => `DROP CONSTRAINT ${quoteIdentifier(key.name)}`;
  const index = promoted?.name ?? temporary;
  parts.push({
    stage: isLate ? 'relink' : 'switch',
    locks: [table.key],
    up: [
      ...(before === undefined ? [] : [clause(alter, drop(before))]),
      ...(after === undefined || index === undefined
        ? []
        : [
            clause(
              alter,
              `ADD CONSTRAINT ${quoteIdentifier(after.name)} PRIMARY KEY USING INDEX ${quoteIdentifier(index)}`,
            ),
          ]),
    ],
    down: [
      ...(after === undefined ? [] : [clause(alter, drop(after))]),
      ...(before === undefined
        ? []
        : [
            clause(
              alter,
              `ADD CONSTRAINT ${quoteIdentifier(before.name)} PRIMARY KEY (${columns(before)})`,
            ),
          ]),
      ...(promoted === undefined
        ? []
        : [statement(createIndexSql(table, promoted, moment, transition))]),
    ],
  });
  return { act: 'change primary key', parts };
}

const actions: Readonly<Record<ForeignKey['onDelete'], string>> = {
  Cascade: 'CASCADE',
  NoAction: 'NO ACTION',
  Restrict: 'RESTRICT',
  SetDefault: 'SET DEFAULT',
  SetNull: 'SET NULL',
};

function foreignKeySql(
  table: Table,
  key: ForeignKey,
  moment: Moment,
  transition: Transition,
): string {
  const list = (owner: string, keys: readonly string[]): string =>
    keys.map((column) => transition.column(owner, column, moment)).join(', ');
  return `ADD CONSTRAINT ${quoteIdentifier(key.name)} FOREIGN KEY (${list(table.key, key.columns)}) REFERENCES ${transition.table(key.target, moment)}(${list(key.target, key.targetColumns)}) ON DELETE ${actions[key.onDelete]} ON UPDATE ${actions[key.onUpdate]}`;
}

/** A statement of its own: each foreign key locks another table, too. */
const alone = (alter: string, sql: string, comment?: string): Statement =>
  statement(`ALTER TABLE ${alter} ${sql}`, comment);

const dropSql = ({ name }: ForeignKey): string => `DROP CONSTRAINT ${quoteIdentifier(name)}`;

/** Of a table without rows: there is nothing to look at. */
export function addForeignKeyOfNewTable(
  table: Table,
  key: ForeignKey,
  transition: Transition,
  stage: 'expand' | 'constrain' | 'relink',
): Operation {
  const moment = stage === 'relink' ? 'after' : 'before';
  const alter = transition.table(table.key, moment);
  return {
    act: 'add foreign key',
    parts: [
      {
        stage,
        locks: transition.existing(key.target),
        limit: '30s',
        up: [alone(alter, foreignKeySql(table, key, moment, transition))],
        down: [alone(alter, dropSql(key))],
      },
    ],
  };
}

/**
 * A foreign key of a table with rows is added without looking at them, which
 * takes a moment, and validated later, which locks neither table for writers.
 */
export function addForeignKey(
  table: Table,
  key: ForeignKey,
  transition: Transition,
  isLate: boolean,
): Operation {
  const moment = isLate ? 'after' : 'before';
  const alter = transition.table(table.key, moment);
  const locks = transition.existing(table.key, key.target);
  return {
    act: 'add foreign key',
    parts: [
      {
        stage: isLate ? 'relink' : 'constrain',
        locks,
        up: [
          alone(
            alter,
            `${foreignKeySql(table, key, moment, transition)} NOT VALID`,
            'Holds for what is written from now on; the rows that are there are looked at later.',
          ),
        ],
        down: [alone(alter, dropSql(key))],
        note: `${key.name} cannot be validated while rows of ${alter} refer to nothing.`,
      },
      validation(table, key, moment, transition, isLate ? 'revalidate' : 'validate'),
    ],
  };
}

const validation = (
  table: Table,
  { name }: ForeignKey,
  moment: Moment,
  transition: Transition,
  stage: 'validate' | 'revalidate',
): Part => {
  const alter = transition.table(table.key, moment);
  return {
    stage,
    locks: [table.key],
    up: [
      clause(
        alter,
        `VALIDATE CONSTRAINT ${quoteIdentifier(name)}`,
        'Reads the table while others read and write it.',
      ),
    ],
    down: [],
  };
};

export function dropForeignKey(table: Table, key: ForeignKey, transition: Transition): Operation {
  const alter = transition.table(table.key, 'before');
  return {
    act: 'drop foreign key',
    parts: [
      {
        stage: 'switch',
        locks: transition.existing(table.key, key.target),
        up: [alone(alter, dropSql(key))],
        down: [
          ...rowsReferredTo(table, key, 'before', transition),
          alone(
            alter,
            foreignKeySql(table, key, 'before', transition),
            `Fails while rows of ${alter} refer to nothing.`,
          ),
        ],
      },
    ],
  };
}

/** The same key with other actions: one statement, so that it holds all the time. */
export function replaceForeignKey(
  table: Table,
  { before, after }: Pair<ForeignKey>,
  transition: Transition,
): Operation {
  const alter = transition.table(table.key, 'before');
  // The name changes with the others, in the renames.
  const renamed = { ...after, name: before.name };
  return {
    act: 'replace foreign key',
    parts: [
      {
        stage: 'switch',
        locks: transition.existing(table.key, after.target),
        up: [
          clause(alter, dropSql(before)),
          clause(alter, `${foreignKeySql(table, renamed, 'before', transition)} NOT VALID`),
        ],
        down: [
          clause(alter, dropSql(before)),
          clause(alter, foreignKeySql(table, before, 'before', transition)),
        ],
      },
      validation(table, after, 'after', transition, 'revalidate'),
    ],
  };
}
