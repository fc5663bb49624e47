import type { Model, SchemaModel } from '@schema-service/schema-model';
import { givenValue } from './given-values.ts';
import type { GivenRow } from './operation.ts';
import type { RowMaker } from './row-maker.ts';
import { clientFields, keysOf } from './visible-model.ts';

/** From here on, seeds of rows that repeat something of another; there are parents for none of them. */
const TWIN_SEEDS = 60;

interface NamedRow {
  readonly name: string;
  readonly data: GivenRow;
}

/**
 * Rows that only one of the versions may refuse: they repeat a key that the other
 * one has, or a value among the rows that a partial unique index of either is about.
 */
export function twins(
  schema: SchemaModel,
  other: SchemaModel,
  model: Model,
  rows: RowMaker,
): readonly NamedRow[] {
  const there = other.models.find(({ name }) => name === model.name);
  const own = keysOf(model).map(({ fields }) => fields.join());
  const foreign = there ? keysOf(there).filter(({ fields }) => !own.includes(fields.join())) : [];
  return [
    ...foreign.map(({ name, fields }, index) => ({
      name: `what repeats ${name}`,
      data: twin(schema, rows, TWIN_SEEDS + index, fields),
    })),
    ...partialUniques(model, there).flatMap(({ fields, column, value }, index) =>
      [0, 1].map((copy) => ({
        name: `${column} = ${value}, ${copy === 0 ? 'once' : 'twice'}`,
        data: withText(
          twin(schema, rows, TWIN_SEEDS + 10 + 2 * index + copy, fields),
          column,
          value,
        ),
      })),
    ),
  ];
}

/** The values of the first row in some fields, and values of its own in its keys. */
function twin(
  schema: SchemaModel,
  rows: RowMaker,
  seed: number,
  repeated: readonly string[],
): GivenRow {
  const keys = new Set(rows.keys.flatMap(({ fields }) => fields));
  return {
    ...rows.full(1),
    ...Object.fromEntries(
      rows.fields
        .filter(({ name }) => keys.has(name) && !repeated.includes(name))
        .map((field) => [field.name, givenValue(schema, field, seed)]),
    ),
  };
}

function withText(row: GivenRow, column: string, value: string): GivenRow {
  const given = row[column];
  return given === undefined ? row : { ...row, [column]: { ...given, value } };
}

function partialUniques(model: Model, there: Model | undefined) {
  const visible = clientFields(model);
  return [...model.indexes, ...(there?.indexes ?? [])].flatMap(({ isUnique, where, fields }) => {
    if (!isUnique || where === undefined) return [];
    const { column = '', value = '' } =
      /"?(?<column>\w+)"? = '(?<value>[^']*)'/.exec(where)?.groups ?? {};
    const field = visible.find(({ name, dbName }) => name === column || dbName === column);
    return field ? [{ fields: fields.map(({ name }) => name), column: field.name, value }] : [];
  });
}
