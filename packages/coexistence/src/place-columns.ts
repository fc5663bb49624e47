import { type Column, databaseOf, isVolatile, type Table } from '@schema-service/migration-draft';
import type { ColumnField, SchemaModel } from '@schema-service/schema-model';
import type { Answers } from './answers.ts';
import { type Bridge, bridgeBetween } from './bridge.ts';
import type { Finding } from './findings.ts';

/** Where a column of the newer version lies. */
export type Place =
  /** Where the older version has it. */
  | { readonly kind: 'kept' }
  /** In a column that nobody else needs to know of. */
  | { readonly kind: 'added' }
  /** In a new one, which rows of older versions get by an expression over `{column}`s of the newer version. */
  | { readonly kind: 'filled'; readonly value: string }
  /** In a second one, its twin, which holds the same field in another form. */
  | { readonly kind: 'twin'; readonly bridge: Bridge };

export interface Placement {
  /** Of the columns of tables that both versions have, by path: `Review.language`. */
  readonly places: ReadonlyMap<string, Place>;
  /** What rows of the newer version have in columns that only older ones show, by path. */
  readonly standIns: ReadonlyMap<string, string>;
  readonly findings: readonly Finding[];
}

/**
 * Decides on every column of the tables that both versions have. Both schemas are under the newer names; `moved` are the
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
  const places = new Map<string, Place>();
  const standIns = new Map<string, string>();
  const findings: Finding[] = [];
  for (const table of after.tables.values()) {
    const previous = before.tables.get(table.key);
    if (previous === undefined || table.joins.length > 0) continue;
    const columns = new Map(previous.columns.map((column) => [column.key, column]));
    for (const column of table.columns) {
      const path = `${table.key}.${column.key}`;
      const known = columns.get(column.key);
      columns.delete(column.key);
      const place =
        known === undefined ? placeOfNew(path, column, answers) : placeOfKnown(path, known, column);
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

  function placeOfKnown(path: string, known: Column, column: Column): Place | readonly Finding[] {
    if (isSameColumn(known, column)) return { kind: 'kept' };
    const reason = whyNoTwin(path, known, column, [before.tables, after.tables]);
    if (reason !== undefined) return [{ kind: 'unbridgeable', path, reason }];
    const bridge = bridgeBetween(
      path,
      { column: known, values: enumIn(before.enums, known) },
      { column, values: enumIn(after.enums, column) },
      answers.get(path),
    );
    return 'up' in bridge ? { kind: 'twin', bridge } : bridge;
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

/** Why a column cannot have a twin; undefined where it can. */
function whyNoTwin(
  path: string,
  known: Column,
  column: Column,
  sides: readonly ReadonlyMap<string, Table>[],
): string | undefined {
  if (isUnspelt(known)) {
    return 'Its default is none that the schema spells, so that it could not move to the views of the older version.';
  }
  if (known.isCounted) return 'A sequence counts it, and would have to count two columns.';
  const tables = sides.flatMap((side) => [...side.values()]);
  const isAmong = (table: string, columns: readonly string[]): boolean =>
    columns.some((one) => `${table}.${one}` === path);
  if (tables.some(({ key, primaryKey }) => isAmong(key, primaryKey?.columns ?? []))) {
    return 'It is in a primary key, and a table has one primary key for all versions.';
  }
  const isReferredTo = tables.some(({ foreignKeys }) =>
    foreignKeys.some(({ target, targetColumns }) => isAmong(target, targetColumns)),
  );
  const refers = tables.some(({ key, foreignKeys }) =>
    foreignKeys.some(({ columns }) => isAmong(key, columns)),
  );
  return isReferredTo || (refers && known.type !== column.type)
    ? 'It is in a foreign key, whose two sides would have to change together.'
    : undefined;
}

function placeOfNew(path: string, column: Column, answers: Answers): Place | readonly Finding[] {
  const fill = answers.get(path)?.fill ?? madeByDatabase(column);
  if (fill !== undefined) return { kind: 'filled', value: fill };
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
