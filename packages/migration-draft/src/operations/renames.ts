import { quoteIdentifier, quoteText } from '@schema-service/postgres-sql';
import type { EnumType, Table } from '../database/database.ts';
import {
  distinctName,
  isSameName,
  type Name,
  nameWith,
  sequenceName,
  sqlName,
} from '../database/names.ts';
import { type Operation, type Part, type Statement, statement } from '../operation.ts';
import type { Moment, Pair, Transition } from '../plan/transition.ts';
import { functionsOverRenames } from '../structure/structure.ts';
import type { Rename } from './tables.ts';

/** A rename for PostgreSQL: up and down. */
type Spell = (from: string, to: string) => Statement;

/** Takes place in the switch. `locks` are the tables whose users notice. */
export function renamePart(
  locks: readonly string[],
  statements: readonly (readonly [up: Statement, down: Statement])[],
): Part {
  return {
    stage: 'switch',
    locks,
    up: statements.map(([up]) => up),
    down: statements.toReversed().map(([, down]) => down),
  };
}

/**
 * The order in which names can change: one that another has yet waits for it.
 * Names that change places go by way of a name that nobody has.
 */
export function inPossibleOrder(renames: readonly Rename[]): readonly Rename[] {
  const ordered: Rename[] = [];
  let waiting = renames.filter(({ from, to }) => from !== to);
  while (waiting.length > 0) {
    const taken = new Set(waiting.map(({ from }) => from));
    const possible = waiting.filter(({ to }) => !taken.has(to));
    if (possible.length > 0) {
      ordered.push(...possible);
      waiting = waiting.filter((rename) => !possible.includes(rename));
      continue;
    }
    const [first, ...others] = waiting;
    if (first === undefined) break;
    const between = nameWith(first.from, '__old');
    ordered.push({ from: first.from, to: between });
    waiting = [...others, { from: between, to: first.to }];
  }
  return ordered;
}

const spelled = (
  renames: readonly Rename[],
  spell: Spell,
): readonly (readonly [Statement, Statement])[] =>
  inPossibleOrder(renames).map(({ from, to }) => [spell(from, to), spell(to, from)] as const);

/** New names of the columns of a table, or of a view. */
export const columnStatements = (
  table: string,
  columns: readonly Rename[],
): readonly (readonly [Statement, Statement])[] =>
  spelled(columns, (from, to) =>
    statement(
      `ALTER TABLE ${table} RENAME COLUMN ${quoteIdentifier(from)} TO ${quoteIdentifier(to)}`,
    ),
  );

/** A type or a table that moves to another schema of PostgreSQL, where it may have another name. */
export function move(
  kind: 'TABLE' | 'TYPE',
  from: Name,
  to: Name,
): readonly (readonly [Statement, Statement])[] {
  const rename = (namespace: string, one: string, other: string): Statement =>
    statement(
      `ALTER ${kind} ${sqlName({ namespace, name: one })} RENAME TO ${quoteIdentifier(other)}`,
    );
  const renamed =
    from.name === to.name
      ? []
      : [
          [
            rename(from.namespace, from.name, to.name),
            rename(from.namespace, to.name, from.name),
          ] as const,
        ];
  if (from.namespace === to.namespace) return renamed;
  const set = (namespace: string, other: string): Statement =>
    statement(
      `ALTER ${kind} ${sqlName({ namespace, name: to.name })} SET SCHEMA ${quoteIdentifier(other)}`,
    );
  return [
    ...renamed,
    [set(from.namespace, to.namespace), set(to.namespace, from.namespace)] as const,
  ];
}

interface Move {
  readonly from: Name;
  readonly to: Name;
}

/** Moves in an order in which each finds its name free; where two change places one goes aside first. */
function orderedMoves<One extends Move>(moves: readonly One[]): readonly One[] {
  const ordered: One[] = [];
  let waiting = moves.filter(({ from, to }) => !isSameName(from, to));
  while (waiting.length > 0) {
    const possible = waiting.filter((one) =>
      waiting.every(
        (other) =>
          other === one ||
          (!isSameName(other.from, one.to) &&
            // On its way it has the new name in the old schema.
            !isSameName(other.from, { ...one.from, name: one.to.name })),
      ),
    );
    if (possible.length > 0) {
      ordered.push(...possible);
      waiting = waiting.filter((one) => !possible.includes(one));
      continue;
    }
    const [first, ...others] = waiting;
    if (first === undefined) break;
    const between = { ...first.from, name: nameWith(first.from.name, '__old') };
    ordered.push({ ...first, to: between });
    waiting = [...others, { ...first, from: between }];
  }
  return ordered;
}

export function renameEnums(transition: Transition): readonly Operation[] {
  const moves = orderedMoves([
    ...transition.enums.kept.map(({ before, after }) => ({ from: before.name, to: after.name })),
    ...transition.enums.added.map(({ key, name }) => ({
      from: transition.enumName(key, 'before'),
      to: name,
    })),
  ]);
  return moves.map(({ from, to }) => ({
    act: 'rename enum',
    parts: [renamePart([], move('TYPE', from, to))],
  }));
}

/** Values with other names. A type that is made anew has them already. */
export function renameEnumValues(
  { before, after }: Pair<EnumType>,
  transition: Transition,
): Operation | undefined {
  const type = sqlName(transition.enumName(after.key, 'after'));
  const renames = after.values.flatMap(({ key, name }) => {
    const old = before.values.find((value) => value.key === key);
    return old === undefined ? [] : [{ from: old.name, to: name }];
  });
  const statements = spelled(renames, (from, to) =>
    statement(`ALTER TYPE ${type} RENAME VALUE ${quoteText(from)} TO ${quoteText(to)}`),
  );
  if (statements.length === 0) return undefined;
  return { act: 'rename enum value', parts: [renamePart([], statements)] };
}

/** Names and places of tables, in an order in which each finds its own free. */
export function renameTables(
  transition: Transition,
): readonly { readonly table: string; readonly operation: Operation }[] {
  const moves = orderedMoves(
    transition.tables.kept.map(({ before, after }) => ({
      key: after.key,
      from: before.name,
      to: after.name,
    })),
  );
  return moves.map(({ key, from, to }) => ({
    table: key,
    operation: { act: 'rename table', parts: [renamePart([key], move('TABLE', from, to))] },
  }));
}

/** Indexes of one table under other names. */
export function renameIndexes(
  { key, name }: Table,
  renames: readonly Rename[],
  { existing }: Transition,
): readonly Operation[] {
  const statements = relationStatements(
    renames.map((one) => ({ ...one, kind: 'INDEX' })),
    name,
  );
  if (statements.length === 0) return [];
  return [{ act: 'rename indexes', parts: [renamePart(existing(key), statements)] }];
}

/** Names of what belongs to a table. */
export interface PartNames {
  readonly indexes: readonly Rename[];
  readonly foreignKeys: readonly Rename[];
  /** The primary key is the same, and may have another name. */
  readonly keepsKey: boolean;
}

/** A name that is one of a schema of PostgreSQL, and not of a table alone. */
interface RelationRename extends Rename {
  readonly kind: 'INDEX' | 'SEQUENCE IF EXISTS';
}

export interface PartRenames {
  readonly operations: readonly Operation[];
  /** Names that another table's parts have until theirs are changed. */
  readonly later: readonly Operation[];
}

/** New names of what belongs to a table, after the table has its own. */
export function renameParts(
  pair: Pair<Table>,
  { indexes, foreignKeys, keepsKey }: PartNames,
  transition: Transition,
): PartRenames {
  const { before, after } = pair;
  const table = sqlName(after.name);
  const columns = columnRenames(pair, transition);
  const relations = relationRenames(pair, indexes, keepsKey, transition);
  const taken = relations.length === 0 ? new Set<string>() : namesOfOthers(after.key, transition);
  // A new index has a name that is in nobody's way, and keeps it until then.
  const own = relations.length === 0 ? new Set<string>() : ownNames(before);
  const isNew = ({ from }: Rename): boolean => !own.has(from);
  const early = relations.flatMap((one) => {
    if (!taken.has(one.to)) return [one];
    return isNew(one) ? [] : [{ ...one, to: distinctName(one.to, '__new') }];
  });
  const late = relations
    .filter(({ to }) => taken.has(to))
    .map((one) => (isNew(one) ? one : { ...one, from: distinctName(one.to, '__new') }));
  const functions = functionsOverRenames(
    transition.structure,
    before.name,
    columns.filter(({ from, to }) => from !== to),
  );
  const statements = [
    ...columnStatements(table, columns),
    ...functions.map(
      (rewritten) =>
        [
          statement(
            rewritten.after,
            'It reads columns by their names, which nothing else changes in it.',
          ),
          statement(rewritten.before),
        ] as const,
    ),
    ...spelled(foreignKeys, (from, to) =>
      statement(
        `ALTER TABLE ${table} RENAME CONSTRAINT ${quoteIdentifier(from)} TO ${quoteIdentifier(to)}`,
      ),
    ),
    ...relationStatements(early, after.name),
  ];
  return {
    operations: renameOperation(after.key, statements),
    later: renameOperation(after.key, relationStatements(late, after.name)),
  };
}

function renameOperation(
  table: string,
  statements: readonly (readonly [Statement, Statement])[],
): readonly Operation[] {
  if (statements.length === 0) return [];
  const part = renamePart([table], statements);
  return [
    {
      act: 'rename columns and keys',
      parts: [statements.length > 1 ? { ...part, isAtomic: true } : part],
    },
  ];
}

const relationStatements = (renames: readonly RelationRename[], owner: Name) =>
  (['INDEX', 'SEQUENCE IF EXISTS'] as const).flatMap((kind) =>
    spelled(
      renames.filter((one) => one.kind === kind),
      (from, to) =>
        statement(
          `ALTER ${kind} ${sqlName({ ...owner, name: from })} RENAME TO ${quoteIdentifier(to)}`,
        ),
    ),
  );

/** A primary key has the name of its index, and a counted column's sequence is named after table and column. */
function relationRenames(
  { before, after }: Pair<Table>,
  indexes: readonly Rename[],
  keepsKey: boolean,
  transition: Transition,
): readonly RelationRename[] {
  const primaryKey =
    keepsKey && before.primaryKey && after.primaryKey
      ? [{ from: before.primaryKey.name, to: after.primaryKey.name }]
      : [];
  // One that is made before has the old names until then, and one that goes later has the new ones.
  const counted = new Set(
    [...before.columns, ...after.columns]
      .filter(({ isCounted }) => isCounted)
      .map(({ key }) => key),
  );
  const sequenceAt = (column: string, moment: Moment): string =>
    sequenceName(
      transition.tableName(after.key, moment).name,
      transition.columnName(after.key, column, moment),
    );
  const sequences = [...counted].map((column) => ({
    from: sequenceAt(column, 'before'),
    to: sequenceAt(column, 'after'),
  }));
  return [
    ...[...primaryKey, ...indexes].map((one) => ({ ...one, kind: 'INDEX' as const })),
    ...sequences.map((one) => ({ ...one, kind: 'SEQUENCE IF EXISTS' as const })),
  ].filter(({ from, to }) => from !== to);
}

/** Names of the indexes and sequences that other tables have before. */
function namesOfOthers(key: string, { before }: Transition): ReadonlySet<string> {
  const others = [...before.tables.values()].filter((table) => table.key !== key);
  return new Set(others.flatMap((table) => [...ownNames(table)]));
}

/** Names of a table's indexes and sequences. */
const ownNames = ({ name, indexes, primaryKey, columns }: Table): ReadonlySet<string> =>
  new Set([
    ...indexes.map((index) => index.name),
    ...(primaryKey === undefined ? [] : [primaryKey.name]),
    ...columns
      .filter(({ isCounted }) => isCounted)
      .map((column) => sequenceName(name.name, column.name)),
  ]);

/** Columns whose names change, with new ones that waited for theirs and old ones that give theirs away. */
function columnRenames(
  { before, after }: Pair<Table>,
  { columnName }: Transition,
): readonly Rename[] {
  const keys = new Set([...before.columns, ...after.columns].map(({ key }) => key));
  return [...keys].map((key) => ({
    from: columnName(after.key, key, 'before'),
    to: columnName(after.key, key, 'after'),
  }));
}
