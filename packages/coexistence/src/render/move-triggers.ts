import { quoteIdentifier } from '@schema-service/postgres-sql';
import { type Move, type MoveSide, qualified } from '../layout.ts';
import { forgetWrites, noteWrites } from './hold-parents.ts';
import { type Trigger, trigger } from './trigger.ts';

/** What a move needs to know of the rest of a layout. */
export interface MoveContext {
  /** Which sides clients write to by now. */
  readonly writes: { readonly parent: boolean; readonly child: boolean };
  /** Whether no version that has the fields in the parent has the child. */
  readonly isOwnChild: boolean;
  /** The columns whose change is one of this column: all homes of its field. */
  readonly homesOf: (side: MoveSide, column: string) => readonly string[];
}

/**
 * A row follows the one that it belongs to. Each statement leaves rows alone that have the value, which ends the way
 * there and back.
 */
export function moveTriggers(move: Move, context: MoveContext): readonly Trigger[] {
  const { parent, child } = move;
  const { writes, isOwnChild, homesOf } = context;
  return [
    ...(writes.child
      ? [
          ...(move.isHeld && writes.parent ? holdingTriggers(move, context) : []),
          beforeInsert(move, writes.parent),
          afterInsert(child, parent, [toParent(move, 'insert'), fromParent(move)]),
          afterUpdate(child, parent, homesOf, [toParent(move, 'update')]),
        ]
      : []),
    ...(writes.parent
      ? [
          ...(move.makesChild ? [afterInsert(parent, child, toChild(move))] : []),
          afterUpdate(parent, child, homesOf, toChild(move)),
        ]
      : []),
    ...(writes.child && isOwnChild ? [afterDelete(move)] : []),
  ];
}

const quoted = (columns: readonly string[]): readonly string[] => columns.map(quoteIdentifier);

const nameOf = (event: string, on: MoveSide, to: MoveSide): string =>
  `!3 ${event} ${on.columns[0]} of ${to.table.name}`;

const afterInsert = (on: MoveSide, to: MoveSide, body: readonly string[]): Trigger =>
  trigger({ table: on.table, name: nameOf('insert', on, to), event: 'AFTER INSERT', body });

/** Where both sides are written, views hold the parent of every row that such a statement finds. */
function holdingTriggers({ parent, child }: Move, context: MoveContext): readonly Trigger[] {
  const homes = child.columns.flatMap((column) => context.homesOf(child, column));
  const writes = `UPDATE OF ${quoted(homes).join(', ')}${context.isOwnChild ? ' OR DELETE' : ''}`;
  const parts = { table: child.table, each: 'STATEMENT' } as const;
  const named = `${child.columns[0]} of ${parent.table.name}`;
  return [
    trigger({
      ...{ ...parts, name: `!0 hold ${named}`, event: `BEFORE ${writes}` },
      body: [noteWrites(child.table)],
    }),
    trigger({
      ...{ ...parts, name: `!0 held ${named}`, event: `AFTER ${writes}` },
      body: [forgetWrites],
    }),
  ];
}

/**
 * The parent is locked before there is a child that one who writes the parent would wait for, and where both are written
 * before one that an `ON CONFLICT` finds.
 */
function beforeInsert({ parent, child, isHeld }: Move, isParentWritten: boolean): Trigger {
  const lock = `PERFORM FROM ${qualified(parent.table)} AS held WHERE ${belongsTo(parent, child)} FOR NO KEY UPDATE;`;
  const isOwn = quoted(child.key).map((one) => `held.${one} = NEW.${one}`);
  return trigger({
    table: child.table,
    name: nameOf('make', child, parent),
    event: 'BEFORE INSERT',
    body:
      isHeld && isParentWritten
        ? [lock]
        : [
            `IF NOT EXISTS (SELECT FROM ${qualified(child.table)} AS held WHERE ${isOwn.join(' AND ')}) THEN`,
            `  ${lock}`,
            'END IF;',
          ],
  });
}

function afterUpdate(
  on: MoveSide,
  to: MoveSide,
  homesOf: MoveContext['homesOf'],
  body: readonly string[],
): Trigger {
  const homes = on.columns.flatMap((column) => homesOf(on, column));
  const changed = quoted(on.columns).map(
    (column) => `NEW.${column} IS DISTINCT FROM OLD.${column}`,
  );
  return trigger({
    table: on.table,
    name: nameOf('update', on, to),
    event: `AFTER UPDATE OF ${quoted(homes).join(', ')}`,
    condition: changed.join(' OR '),
    body,
  });
}

/** The newer version has no other way to clear what the child held. */
function afterDelete({ parent, child }: Move): Trigger {
  const [columns, key] = [quoted(parent.columns), quoted(parent.key)];
  const belongs = key.map((one, at) => `held.${one} = OLD.${quoted(child.key)[at]}`);
  const isSet = columns.map((one) => `held.${one} IS NOT NULL`).join(' OR ');
  return trigger({
    table: child.table,
    name: nameOf('delete', child, parent),
    event: 'AFTER DELETE',
    body: [
      `UPDATE ${qualified(parent.table)} AS held SET ${columns.map((one) => `${one} = NULL`).join(', ')} WHERE ${belongs.join(' AND ')} AND (${isSet});`,
    ],
  });
}

/** The condition on the row of one side that belongs to the new row of the other. */
const belongsTo = (side: MoveSide, other: MoveSide): string =>
  quoted(side.key)
    .map((one, at) => `held.${one} = NEW.${quoted(other.key)[at]}`)
    .join(' AND ');

/** What a child says. One that is made without a value says nothing. */
function toParent({ parent, child }: Move, event: 'insert' | 'update'): string {
  const values = quoted(child.columns).map((column) => `NEW.${column}`);
  const given = quoted(parent.columns).map((column, at) => ({
    column,
    value: event === 'update' ? values[at] : `coalesce(${values[at]}, held.${column})`,
  }));
  const set = given.map(({ column, value }) => `${column} = ${value}`);
  const differs = given.map(({ column, value }) => `held.${column} IS DISTINCT FROM ${value}`);
  return `UPDATE ${qualified(parent.table)} AS held SET ${set.join(', ')} WHERE ${belongsTo(parent, child)} AND (${differs.join(' OR ')});`;
}

/** A child that is made without a value has that of its parent. */
function fromParent({ parent, child }: Move): string {
  const [columns, values] = [quoted(child.columns), quoted(parent.columns)];
  const set = columns.map(
    (column, at) => `${column} = coalesce(held.${column}, parent.${values[at]})`,
  );
  const lacks = columns.map(
    (column, at) => `held.${column} IS NULL AND parent.${values[at]} IS NOT NULL`,
  );
  const belongs = quoted(parent.key).map(
    (one, at) => `parent.${one} = NEW.${quoted(child.key)[at]}`,
  );
  return `UPDATE ${qualified(child.table)} AS held SET ${set.join(', ')} FROM ${qualified(parent.table)} AS parent WHERE ${[...quoted(child.key).map((one) => `held.${one} = NEW.${one}`), ...belongs].join(' AND ')} AND (${lacks.join(' OR ')});`;
}

function toChild({ parent, child, makesChild }: Move): readonly string[] {
  const [columns, values] = [quoted(child.columns), quoted(parent.columns)];
  const given = values.map((value) => `NEW.${value}`);
  const set = columns.map((column, at) => `${column} = ${given[at]}`);
  const differs = columns.map((column, at) => `held.${column} IS DISTINCT FROM ${given[at]}`);
  const update = `UPDATE ${qualified(child.table)} AS held SET ${set.join(', ')} WHERE ${belongsTo(child, parent)} AND (${differs.join(' OR ')});`;
  if (!makesChild) return [update];
  const keys = quoted(parent.key).map((one) => `NEW.${one}`);
  return [
    `IF ${given.map((value) => `${value} IS NOT NULL`).join(' OR ')} THEN`,
    `  INSERT INTO ${qualified(child.table)} AS held (${[...quoted(child.key), ...columns].join(', ')}) VALUES (${[...keys, ...given].join(', ')})`,
    `  ON CONFLICT (${quoted(child.key).join(', ')}) DO UPDATE SET ${set.join(', ')} WHERE ${differs.join(' OR ')};`,
    'ELSE',
    `  ${update}`,
    'END IF;',
  ];
}
