import { type Column, databaseOf, isVolatile } from '@schema-service/migration-draft';
import type { ColumnField, SchemaModel } from '@schema-service/schema-model';
import type { Answers } from './answers.ts';
import { type Bridge, bridgeBetween } from './bridge.ts';
import type { Finding } from './findings.ts';
import { areIntegers, isKey, keyBridge, type Reference, referenceOf, refers } from './keys.ts';

/** Where a column of the newer version lies. */
export type Place =
  /** Where the older version has it. */
  | { readonly kind: 'kept' }
  /** In a column that nobody else needs to know of. */
  | { readonly kind: 'added' }
  /** In a new one, which rows of older versions get by an expression over `{column}`s of the newer version. */
  | { readonly kind: 'filled'; readonly value: string; readonly follows: boolean }
  /** In a new one, which a sequence counts: rows that are there are to be counted, too. */
  | { readonly kind: 'counted' }
  /** In a second one, its twin, which holds the same field in another form. */
  | { readonly kind: 'twin'; readonly bridge: Bridge; readonly isCounted?: true }
  /** In a second one that follows the key which it refers to, by a look at that row. */
  | { readonly kind: 'reference'; readonly reference: Reference };

/** Whether a field has a second column there. */
export const isTwin = (place: Place | undefined): boolean =>
  place?.kind === 'twin' || place?.kind === 'reference';

export interface Placement {
  /** Of the columns of tables that both versions have, by path: `Review.language`. */
  readonly places: ReadonlyMap<string, Place>;
  /** What rows of the newer version have in columns that only older ones show, by path. */
  readonly standIns: ReadonlyMap<string, string>;
  readonly findings: readonly Finding[];
}

/**
 * Decides on every column of the tables that both versions have, as the database has them, under the newer names; `moved` are the
 * paths of what has another table now.
 */
export function placeColumns(
  older: SchemaModel,
  newer: SchemaModel,
  shared: ReadonlySet<string>,
  answers: Answers,
  moved: ReadonlySet<string>,
): Placement {
  const [before, after] = [databaseOf(older), databaseOf(newer)];
  const sides = [before.tables, after.tables] as const;
  const places = new Map<string, Place>();
  const standIns = new Map<string, string>();
  const findings: Finding[] = [];
  for (const table of after.tables.values()) {
    const previous = before.tables.get(table.key);
    if (previous === undefined) continue;
    const columns = new Map(previous.columns.map((column) => [column.key, column]));
    for (const column of table.columns) {
      const path = `${table.key}.${column.key}`;
      const known = columns.get(column.key);
      columns.delete(column.key);
      const place =
        known === undefined
          ? placeOfNew(path, column, answers)
          : placeOfKnown([table.key, column.key], known, column);
      if (isPlace(place)) places.set(path, place);
      else findings.push(...place);
    }
    for (const column of columns.values()) {
      const path = `${table.key}.${column.key}`;
      const standIn = moved.has(path) ? undefined : standInFor(path, column, answers);
      if (typeof standIn === 'string') standIns.set(path, standIn);
      else if (standIn !== undefined) findings.push(standIn);
    }
  }
  return { places, standIns, findings };

  function placeOfKnown(
    [table, name]: readonly [string, string],
    known: Column,
    column: Column,
  ): Place | readonly Finding[] {
    if (isSameColumn(known, column)) return { kind: 'kept' };
    const path = `${table}.${name}`;
    const refuse = (reason: string): readonly Finding[] => [{ kind: 'unbridgeable', path, reason }];
    if (isUnspelt(known)) return refuse(UNSPELT);
    const isCountedAnew = column.isCounted && !known.isCounted;
    if (isCountedAnew && areIntegers(known)) return refuse(NUMBERS_GIVEN);
    if (isCountedAnew && !isKey(sides, table, name)) return refuse(NOT_COUNTED);
    const isSameType = known.type === column.type;
    const reference = referenceOf(sides, table, name);
    if (!isSameType && refers(sides, table, name)) {
      if (reference === undefined) return refuse(OTHER_REFERENCE);
      if (!isExact(known, column)) return placeOfReference(path, known, column, reference);
    }
    if (isKey(sides, table, name) || known.isCounted) {
      if (isSameType) return refuse(KEY_ARITY);
      if (!isEnum(known, column)) {
        const place = twinOr(keyBridge(path, known, column, answers.get(path)));
        const isTwinPlace = isPlace(place) && place.kind === 'twin';
        return isCountedAnew && isTwinPlace ? { ...place, isCounted: true } : place;
      }
    }
    return twinOr(
      bridgeBetween(
        path,
        { column: known, values: enumIn(before.enums, known) },
        { column, values: enumIn(after.enums, column) },
        answers.get(path),
      ),
    );
  }

  function placeOfReference(
    path: string,
    known: Column,
    column: Column,
    reference: Reference,
  ): Place | readonly Finding[] {
    const refuse = (reason: string): readonly Finding[] => [{ kind: 'unbridgeable', path, reason }];
    if (known.isRequired !== column.isRequired) return refuse(REFERENCE_ARITY);
    const [table = ''] = path.split('.');
    const isKept = ({ own, target }: Reference['beside'][number]): boolean =>
      [
        [table, own],
        [reference.target, target],
      ].every(([owner = '', key]) => {
        const [old, now] = sides.map((side) =>
          side.get(owner)?.columns.find((one) => one.key === key),
        );
        return old !== undefined && now !== undefined && isSameColumn(old, now);
      });
    if (!reference.beside.every(isKept)) return refuse(SEVERAL);
    const setsDefault = sides.some((side) =>
      side
        .get(table)
        ?.foreignKeys.some(
          ({ target, onDelete, onUpdate }) =>
            target === reference.target && [onDelete, onUpdate].includes('SetDefault'),
        ),
    );
    return setsDefault ? refuse(SETS_DEFAULT) : { kind: 'reference', reference };
  }

  function isSameColumn(known: Column, column: Column): boolean {
    if (known.isRequired !== column.isRequired || known.isList !== column.isList) return false;
    const enumName = enumNameOf(column.field);
    return enumName === undefined
      ? known.type === column.type
      : enumName === enumNameOf(known.field) && shared.has(enumName);
  }
}

/** Whether the database has a default that the schema does not spell. */
const isUnspelt = ({ field, default: value }: Column): boolean =>
  field?.default?.kind === 'dbgenerated' && value === undefined;

const isPlace = (found: Place | readonly Finding[]): found is Place => 'kind' in found;

const enumNameOf = (field: ColumnField | undefined): string | undefined =>
  field?.kind === 'enum' ? field.type : undefined;

const enumIn = <Value>(enums: ReadonlyMap<string, Value>, { field }: Column): Value | undefined =>
  enums.get(enumNameOf(field) ?? '');

const UNSPELT =
  'Its default is none that the schema spells, so that it could not move to the views of the older version.';
const NOT_COUNTED =
  'A sequence would have to count it, and rows of the older version have no numbers.';
const NUMBERS_GIVEN =
  'The older version gives its numbers, of which a sequence would not know: it can be counted in one step, and have another type in the next.';
const OTHER_REFERENCE =
  'It is in a foreign key of one version alone, whose two sides would have to change together.';
const KEY_ARITY = 'Rows are known by it, so that it cannot be empty in one version alone.';
const REFERENCE_ARITY =
  'It gets another type together with the key that it refers to: whether it may be empty can change in another step.';
const SEVERAL =
  'Another column of its foreign key gets another type, too, so that no row can be looked up by both.';
const SETS_DEFAULT =
  'Its foreign key sets a default, which the database could set in one of two columns alone.';

/** Values of both follow each other without a look at the row that they refer to. */
const isExact = (known: Column, column: Column): boolean =>
  areIntegers(known, column) || isEnum(known, column);

const isEnum = (...columns: readonly Column[]): boolean =>
  columns.every(({ field }) => field?.kind === 'enum');

const twinOr = (found: Bridge | readonly Finding[]): Place | readonly Finding[] =>
  'up' in found ? { kind: 'twin', bridge: found } : found;

function placeOfNew(path: string, column: Column, answers: Answers): Place | readonly Finding[] {
  const { fill = madeByDatabase(column), follow } = answers.get(path) ?? {};
  if (follow !== undefined) return { kind: 'filled', value: follow, follows: true };
  if (fill !== undefined) return { kind: 'filled', value: fill, follows: false };
  if (column.isCounted) return { kind: 'counted' };
  if (!column.isRequired || isFilled(column)) return { kind: 'added' };
  return [
    {
      kind: 'undecided',
      path,
      question: `Decide what rows of older versions have in ${path}, which is required and has no default in the database.`,
      annotations: ['/// @fill ...'],
    },
  ];
}

/** What is another value for each row, and what clients of the newer version make by themselves. */
function madeByDatabase({ field, type, isRequired, default: value }: Column): string | undefined {
  if (!isRequired) return undefined;
  // Another value for every row would be written into all of them at once.
  if (value !== undefined) return isVolatile(value) ? value : undefined;
  if (field?.kind !== 'scalar') return undefined;
  if (field.default?.kind === 'generated' && field.default.generator === 'uuid') {
    return type === 'UUID' ? 'gen_random_uuid()' : `gen_random_uuid()::${type}`;
  }
  return field.isUpdatedAt ? 'CURRENT_TIMESTAMP' : undefined;
}

/** Whether the table's own default fills it in. */
const isFilled = (column: Column): boolean =>
  column.isCounted || column.default !== undefined || isUnspelt(column);

/** What a column gets that the newer version does not have any more; nothing where it may be left out. */
function standInFor(path: string, column: Column, answers: Answers): string | Finding | undefined {
  const answer = answers.get(path)?.down;
  if (answer !== undefined) return answer;
  if (!column.isRequired || isFilled(column)) return undefined;
  const [model = '', field = ''] = path.split('.');
  return {
    kind: 'undecided',
    path,
    question: `Decide what older versions read in ${path} of rows that newer ones make; they require it.`,
    annotations: [`above model ${model}: /// @down ${field}: ...`],
  };
}
